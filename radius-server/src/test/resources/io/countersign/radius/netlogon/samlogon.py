# What Samba's own client says of logons: samlogon.py ADDRESS MACHINE-ACCOUNT ITS-PASSWORD CHALLENGE RESPONSE USER...
# A line for each user: refused NTSTATUS, or accepted KEY SID GROUPS, the latter sorted and with commas.
import sys

from samba import NTSTATUSError, credentials, param
from samba.dcerpc import lsa, misc, netlogon

address, account, password, challenge, response, *users = sys.argv[1:]
NETWORK, SAM_INFO_4 = 2, 6


def connect():
    settings = param.LoadParm()
    settings.set("workgroup", "CORP")
    machine = credentials.Credentials()
    machine.guess(settings)
    machine.set_domain("CORP")
    machine.set_username(account)
    machine.set_password(password)
    machine.set_workstation(account.rstrip("$"))
    machine.set_secure_channel_type(misc.SEC_CHAN_WKSTA)
    machine.set_kerberos_state(credentials.DONT_USE_KERBEROS)
    return netlogon.netlogon("ncacn_ip_tcp:%s[schannel,seal]" % address, settings, machine)


def text(string):
    told = lsa.String()
    told.string = string
    return told


def answer_of(octets):
    told = netlogon.netr_ChallengeResponse()
    told.data = list(octets) if octets else None
    told.length = told.size = len(octets)
    return told


def logon(user):
    told = netlogon.netr_NetworkInfo()
    told.identity_info = netlogon.netr_IdentityInfo()
    told.identity_info.domain_name = text("CORP")
    told.identity_info.account_name = text(user)
    told.identity_info.workstation = text(account.rstrip("$"))
    told.identity_info.parameter_control = 0x10820
    told.challenge = list(bytes.fromhex(challenge))
    told.nt = answer_of(bytes.fromhex(response))
    told.lm = answer_of(b"")
    return told


def accepted(validation):
    user = validation.base
    domain = str(user.domain_sid)
    groups = {"%s-%d" % (domain, user.primary_gid)}
    groups |= {"%s-%d" % (domain, group.rid) for group in user.groups.rids}
    groups |= {str(other.sid) for other in validation.sids or []}
    return "accepted %s %s-%d %s" % (bytes(user.key.key).hex(), domain, user.rid, ",".join(sorted(groups)))


channel = connect()
for name in users:
    try:
        validation, _, _ = channel.netr_LogonSamLogonEx(
            "\\\\dc1", account.rstrip("$"), NETWORK, logon(name), SAM_INFO_4, 0)
        print(accepted(validation))
    except NTSTATUSError as refused:
        print("refused %08x" % (refused.args[0] & 0xffffffff))
