// SPDX-License-Identifier: BSD-3-Clause
/*
 * The encoder that stands for the vendor's: H.264 over plain RTSP on the loopback, one encoding for
 * all clients. With --file it serves recorded H.264 instead of a test picture, for the benchmarks,
 * which want a source of a known rate. --tls makes it the peer that they compare with.
 */
#include <stdio.h>

#include <gst/gst.h>
#include <gst/rtsp-server/rtsp-server.h>

struct options {
	int port;
	char *path;
	int bitrate; /* kbit/s */
	char *file;
	char *tls; /* certificate and key in one PEM file */
};

static struct options options = {.port = 8554, .bitrate = 300};

static const GOptionEntry entries[] = {
	{"port", 'p', 0, G_OPTION_ARG_INT, &options.port, "listen here on 127.0.0.1 (8554)",
	 "PORT"},
	{"path", 0, 0, G_OPTION_ARG_STRING, &options.path, "serve this path (/main)", "PATH"},
	{"bitrate", 0, 0, G_OPTION_ARG_INT, &options.bitrate, "of the test picture (300)",
	 "KBIT/S"},
	{"file", 0, 0, G_OPTION_ARG_FILENAME, &options.file, "serve this Matroska file, once",
	 "FILE"},
	{"tls", 0, 0, G_OPTION_ARG_FILENAME, &options.tls, "serve RTSPS with this identity", "PEM"},
	{},
};

/* A key frame a second, so that viewers start soon; small and slow enough for an emulated CPU. */
static gchar *describe_source(void)
{
	if (options.file)
		return g_strdup_printf("( filesrc location=\"%s\" ! matroskademux ! h264parse "
				       "! rtph264pay name=pay0 pt=96 config-interval=-1 )",
				       options.file);
	return g_strdup_printf("( videotestsrc is-live=true pattern=ball "
			       "! video/x-raw,width=320,height=180,framerate=10/1 "
			       "! x264enc tune=zerolatency speed-preset=ultrafast threads=1 "
			       "bitrate=%d key-int-max=10 "
			       "! video/x-h264,profile=baseline "
			       "! rtph264pay name=pay0 pt=96 config-interval=-1 )",
			       options.bitrate);
}

static void mount_source(GstRTSPServer *server)
{
	GstRTSPMountPoints *mounts = gst_rtsp_server_get_mount_points(server);
	GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new();
	gchar *launch = describe_source();

	gst_rtsp_media_factory_set_launch(factory, launch);
	gst_rtsp_media_factory_set_shared(factory, TRUE);
	gst_rtsp_media_factory_add_role(factory, "anyone", GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
					G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
					G_TYPE_BOOLEAN, TRUE, NULL);
	gst_rtsp_mount_points_add_factory(mounts, options.path ? options.path : "/main", factory);
	g_object_unref(mounts);
	g_free(launch);
}

static gboolean use_tls(GstRTSPServer *server, GError **error)
{
	GTlsCertificate *certificate = g_tls_certificate_new_from_file(options.tls, error);
	GstRTSPToken *anyone;
	GstRTSPAuth *auth;

	if (!certificate)
		return FALSE;
	auth = gst_rtsp_auth_new();
	gst_rtsp_auth_set_tls_certificate(auth, certificate);
	anyone = gst_rtsp_token_new(GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, "anyone",
				    NULL);
	gst_rtsp_auth_set_default_token(auth, anyone);
	gst_rtsp_server_set_auth(server, auth);
	gst_rtsp_token_unref(anyone);
	g_object_unref(auth);
	g_object_unref(certificate);
	return TRUE;
}

static gboolean expire_sessions(gpointer server)
{
	GstRTSPSessionPool *pool = gst_rtsp_server_get_session_pool(server);

	gst_rtsp_session_pool_cleanup(pool);
	g_object_unref(pool);
	return G_SOURCE_CONTINUE;
}

static int serve(void)
{
	GstRTSPServer *server = gst_rtsp_server_new();
	GError *error = NULL;
	gchar *port = g_strdup_printf("%d", options.port);

	gst_rtsp_server_set_address(server, "127.0.0.1");
	gst_rtsp_server_set_service(server, port);
	g_free(port);
	mount_source(server);
	if (options.tls && !use_tls(server, &error)) {
		fprintf(stderr, "encoder: cannot read %s: %s\n", options.tls, error->message);
		return 1;
	}
	if (!gst_rtsp_server_attach(server, NULL)) {
		fprintf(stderr, "encoder: cannot listen on 127.0.0.1:%d; is another one running?\n",
			options.port);
		return 1;
	}
	g_timeout_add_seconds(10, expire_sessions, server);
	g_main_loop_run(g_main_loop_new(NULL, FALSE));
	return 0;
}

int main(int argc, char **argv)
{
	GOptionContext *context = g_option_context_new("- the source that the gateway protects");
	GError *error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_group(context, gst_init_get_option_group());
	if (!g_option_context_parse(context, &argc, &argv, &error)) {
		fprintf(stderr, "encoder: %s; see --help\n", error->message);
		return 2;
	}
	return serve();
}
