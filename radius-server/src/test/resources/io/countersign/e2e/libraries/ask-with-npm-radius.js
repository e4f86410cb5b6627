// Sends one signed Access-Request made by npm's radius and prints the reply's code, State and Reply-Message.
// Usage: ask-with-npm-radius.js PORT SECRET USER PASSWORD [STATE], the State in hex.
const dgram = require('dgram');
const radius = require('radius');

const STATE = 24;
const REPLY_MESSAGE = 18;

const [port, secret, user, password, state] = process.argv.slice(2);
const attributes = [['User-Name', user], ['User-Password', password]];
if (state) {
  attributes.push(['State', Buffer.from(state, 'hex')]);
}
const request = radius.encode({ code: 'Access-Request', secret, attributes, add_message_authenticator: true });
const socket = dgram.createSocket('udp4');
const patience = setTimeout(() => {
  throw new Error('no reply');
}, 10000);
socket.on('message', response => {
  clearTimeout(patience);
  socket.close();
  if (!radius.verify_response({ request, response, secret })) {
    throw new Error('the reply is not genuine');
  }
  const reply = radius.decode({ packet: response, secret });
  console.log('code', response[0]);
  for (const [type, value] of reply.raw_attributes) {
    if (type === STATE) {
      console.log('state', value.toString('hex'));
    } else if (type === REPLY_MESSAGE) {
      console.log('message', value.toString());
    }
  }
});
socket.send(request, Number(port), '127.0.0.1');
