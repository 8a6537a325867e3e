/*
 * Stands in for the parts of libgit2 that talk to the network, so that the linker leaves them out.
 *
 * libgit2 refers to its transports, to TLS and to SSH from its initialiser and from a few functions
 * about remotes. Where libgit2.a is linked statically, this object is named before it: every name
 * that is defined here keeps one of those members in the archive, and with them the sockets, the
 * certificate bundle and the libraries behind them. The Makefile links it in static mode only and
 * never puts it into libdetour.a.
 *
 * All are weak: where some release of libgit2 brings a member in for another reason, that member's
 * own definition wins and the link still succeeds (a probe then sees that sockets came with it and
 * falls back to the dynamic library). Names that a release lacks harm nobody.
 *
 * Nothing of ours calls these. Should libgit2 ever do so, the caller gets an ordinary error.
 */
#include <git2.h>
#ifdef __has_include
#if __has_include(<git2/sys/errors.h>) /* where git_error_set_str moved */
#include <git2/sys/errors.h>
#endif
#endif
#include <git2/sys/transport.h>
#include <stdbool.h>
#include <stddef.h>

#define STAND_IN __attribute__((weak))

static int refuse(void)
{
	git_error_set_str(GIT_ERROR_NET, "this program was built without network access");
	return GIT_ERROR;
}

/* Choosing a transport for a URL: asked for by remotes and submodules. */

STAND_IN int git_transport_new(git_transport **out, git_remote *owner, const char *url)
{
	(void)owner;
	(void)url;
	if (out)
		*out = NULL;
	return refuse();
}

STAND_IN int git_transport_register(const char *prefix, git_transport_cb cb, void *param)
{
	(void)prefix;
	(void)cb;
	(void)param;
	return refuse();
}

STAND_IN int git_transport_unregister(const char *prefix)
{
	(void)prefix;
	return refuse();
}

STAND_IN int git_transport_init(git_transport *opts, unsigned int version)
{
	(void)opts;
	(void)version;
	return refuse();
}

/*
 * libgit2's own, in none of its public headers: what git_libgit2_init() and git_libgit2_opts() want
 * of the network. Initialising nothing succeeds; settings are refused.
 */

int git_mbedtls_stream_global_init(void);
int git_openssl_stream_global_init(void);
int git_socket_stream_global_init(void);
int git_transport_ssh_global_init(void);
int git_transport_ssh_libssh2_global_init(void);
int git_mbedtls__set_cert_location(const char *file, const char *path);
int git_openssl__set_cert_location(const char *file, const char *path);
int git_openssl__add_x509_cert(void *cert);
extern bool git_http__expect_continue;
extern bool git_smart__ofs_delta_enabled;
extern int git_socket_stream__connect_timeout;
extern int git_socket_stream__timeout;

STAND_IN int git_mbedtls_stream_global_init(void)
{
	return 0;
}

STAND_IN int git_openssl_stream_global_init(void)
{
	return 0;
}

STAND_IN int git_socket_stream_global_init(void)
{
	return 0;
}

STAND_IN int git_transport_ssh_global_init(void)
{
	return 0;
}

STAND_IN int git_transport_ssh_libssh2_global_init(void)
{
	return 0;
}

STAND_IN int git_mbedtls__set_cert_location(const char *file, const char *path)
{
	(void)file;
	(void)path;
	return refuse();
}

STAND_IN int git_openssl__set_cert_location(const char *file, const char *path)
{
	(void)file;
	(void)path;
	return refuse();
}

STAND_IN int git_openssl__add_x509_cert(void *cert)
{
	(void)cert;
	return refuse();
}

STAND_IN bool git_http__expect_continue = false;
STAND_IN bool git_smart__ofs_delta_enabled = true;
STAND_IN int git_socket_stream__connect_timeout = 0;
STAND_IN int git_socket_stream__timeout = 0;
