/*
 * Preloaded into a program that cannot be told where to listen: where it would listen on all IPv4 addresses, it listens on 127.0.0.1.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <sys/socket.h>

int bind(int descriptor, const struct sockaddr *address, socklen_t length) {
    int (*bind_as_told)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");
    if (address->sa_family != AF_INET) {
        return bind_as_told(descriptor, address, length);
    }
    struct sockaddr_in loopback = *(const struct sockaddr_in *)address;
    loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind_as_told(descriptor, (const struct sockaddr *)&loopback, sizeof loopback);
}
