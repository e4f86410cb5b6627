# Sends one signed Access-Request with Authen::Radius and prints the reply's code, State and Reply-Message.
# Usage: ask-with-authen-radius.pl PORT SECRET USER PASSWORD [STATE], the State in hex.
use strict;
use warnings;
use Authen::Radius;

my ($port, $secret, $user, $password, $state) = @ARGV;
my $server = Authen::Radius->new(
    Host => "127.0.0.1:$port", Secret => $secret, TimeOut => 10, Rfc3579MessageAuth => 1)
    or die 'no socket';
$server->add_attributes(
    {Name => 1, Value => $user,     Type => 'string'},
    {Name => 2, Value => $password, Type => 'string'});
$server->add_attributes({Name => 24, Value => pack('H*', $state), Type => 'string'}) if $state;
$server->send_packet(ACCESS_REQUEST) or die $server->strerror;
my $code = $server->recv_packet or die $server->strerror;
print "code $code\n";
for my $attribute ($server->get_attributes) {
    print 'state ', unpack('H*', $attribute->{RawValue}), "\n" if $attribute->{Code} eq 24;
    print 'message ', $attribute->{RawValue}, "\n" if $attribute->{Code} eq 18;
}
