/*
 * A plugin for pppd 2.4.9. It logs one user in by the hooks that radius.so, loaded before it, has set, tells of a session, and ends
 * pppd, so that no PPP is needed in the kernel. METHOD is pap or ms-chap-v2; LOGIN_USER and LOGIN_PASSWORD are what the peer sent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char pppd_version[] = "2.4.9";

/* Of pppd. */
struct notifier;
struct chap_digest_type {
    int code;
};
extern int (*pap_auth_hook)(char *user, char *password, char **message, void **addresses, void **options);
extern int (*chap_verify_hook)(char *user, char *ourname, int id, struct chap_digest_type *type, unsigned char *challenge,
                               unsigned char *response, char *message, int message_size);
extern void ChapMS2(unsigned char *challenge, unsigned char *peer_challenge, char *user, char *password, int length,
                    unsigned char *response, unsigned char *authenticator_response, int authenticator);
extern void notify(struct notifier *notifiers, int value);
extern struct notifier *ip_up_notifier, *ip_down_notifier;
extern char ifname[32], devnam[4096], hostname[256];
extern unsigned char mppe_send_key[16], mppe_recv_key[16];

static int pap(char *user, char *password) {
    char *message = NULL;
    void *addresses = NULL, *options = NULL;
    int let_in = pap_auth_hook(user, password, &message, &addresses, &options);
    printf("message: %s\n", message ? message : "");
    return let_in;
}

/* The peer proves its password, and compares the server's proof and keys with its own. */
static int ms_chap_v2(char *user, char *password) {
    struct chap_digest_type type = {0x81};
    unsigned char challenge[17] = {16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    unsigned char response[50] = {49}, proof[41] = {0}, send[16], receive[16];
    char message[256] = "";
    ChapMS2(challenge + 1, NULL, user, password, strlen(password), response + 1, proof, 0);
    memcpy(send, mppe_send_key, 16);
    memcpy(receive, mppe_recv_key, 16);
    memset(mppe_send_key, 0, 16);
    memset(mppe_recv_key, 0, 16);
    int let_in = chap_verify_hook(user, "server", 7, &type, challenge, response, message, sizeof message);
    if (let_in && strstr(message, (char *)proof)) {
        puts("proof agrees");
    }
    if (let_in && memcmp(send, mppe_recv_key, 16) == 0 && memcmp(receive, mppe_send_key, 16) == 0) {
        puts("keys agree");
    }
    return let_in;
}

void plugin_init(void) {
    char *user = getenv("LOGIN_USER"), *password = getenv("LOGIN_PASSWORD");
    strcpy(hostname, "localhost");
    strcpy(ifname, "ppp3");
    strcpy(devnam, "/dev/pts/3");
    int let_in = strcmp(getenv("METHOD"), "pap") == 0 ? pap(user, password) : ms_chap_v2(user, password);
    puts(let_in ? "let in" : "kept out");
    if (let_in) {
        notify(ip_up_notifier, 0);
        notify(ip_down_notifier, 0);
    }
    fflush(stdout);
    _Exit(0);
}
