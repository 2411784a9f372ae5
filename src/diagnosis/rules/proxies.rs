//! Software that owners put in front of their sites: reverse proxies, load balancers, ingresses.
//!
//! Most of it puts its name into `Server` on what it passes on, too; so its own page is the sign, and the name says only that
//! it is in the path.

use super::{Row, code};
use crate::diagnosis::Failure::{
    AppCrash, Dns, InvalidResponse, OriginOverloaded, OriginRefused, OriginTimeout, OriginUnreachable, Quota, Tls,
};
use crate::diagnosis::Gateway;
use crate::diagnosis::sign::Sign::{self, Body, Code, Empty, Header, Holds, Is, Lacks, Starts, Text, Whole};

/// Envoy's answers are plain text; in a longer page the same words are somebody's talk of Envoy.
const UPSTREAM_ERROR: Sign = Text("upstream connect error or disconnect/reset before headers");
const RETRIED_ERROR: Sign =
    Text("upstream connect error or disconnect/reset before headers. retried and the latest reset reason");

pub(super) const ROWS: &[Row] = &[
    // github.com/envoyproxy/envoy, source/common/router/router.cc and source/common/http/utility.cc (reset reasons). It adds
    // `x-envoy-upstream-service-time` to what it passes on, and not to its own answers. Up to 1.36 the reason of the transport
    // is in the body, as text or as the number of the error.
    Row {
        gateway: Gateway::Envoy,
        path: &[Starts("server", "envoy"), Starts("server", "istio-envoy"), Header("x-envoy-upstream-service-time")],
        own: &[
            &[UPSTREAM_ERROR],
            &[RETRIED_ERROR],
            &[Whole("no healthy upstream")],
            &[Whole("upstream request timeout")],
            &[Whole("stream timeout")],
            &[Whole("DNS resolution failure")],
            &[Text("DNS resolution failure:")],
            &[Whole("local_rate_limited")],
            &[Whole("envoy overloaded")],
            &[Header("x-envoy-overloaded"), Empty],
            &[Starts("server", "envoy"), Lacks("x-envoy-upstream-service-time"), Empty],
            &[Starts("server", "istio-envoy"), Lacks("x-envoy-upstream-service-time"), Empty],
        ],
        means: &[
            (&[Whole("no healthy upstream")], OriginUnreachable),
            (&[Whole("upstream request timeout")], OriginTimeout),
            (&[Whole("stream timeout")], OriginTimeout),
            (&[Whole("local_rate_limited")], Quota),
            (&[Whole("envoy overloaded")], OriginOverloaded),
            (&[Header("x-envoy-overloaded")], OriginOverloaded),
            (&[Body("DNS resolution failure")], Dns),
            (&[Body("TLS_error")], Tls),
            (&[Body("CERTIFICATE_VERIFY_FAILED")], Tls),
            (&[Body("Connection refused")], OriginRefused),
            (&[Body("connect error: 111")], OriginRefused),
            (&[Body("Connection timed out")], OriginTimeout),
            (&[Body("connect error: 110")], OriginTimeout),
            (&[Body("reset reason: connection timeout")], OriginTimeout),
            (&[Body("reset reason: overflow")], OriginOverloaded),
            (&[Body("reset reason: protocol error")], InvalidResponse),
            (&[Body("reset reason: connection termination")], InvalidResponse),
            (&[Body("reset reason: remote reset")], InvalidResponse),
            (&[code(503)], OriginUnreachable),
        ],
    },
    // github.com/haproxy/haproxy, src/http.c (http_err_msgs). It sends no `Server`; what it cannot reach is a 503, and 502 an
    // answer that it cannot read (manual, 1.3.1).
    Row {
        gateway: Gateway::HaProxy,
        path: &[],
        own: &[
            &[Body("<h1>500 Internal Server Error</h1>An internal server error occurred.")],
            &[Body("<h1>502 Bad Gateway</h1>The server returned an invalid or incomplete response.")],
            &[Body("<h1>503 Service Unavailable</h1>No server is available to handle this request.")],
            &[Body("<h1>504 Gateway Time-out</h1>The server didn't respond in time.")],
        ],
        means: &[(&[code(502)], InvalidResponse), (&[code(503)], OriginUnreachable)],
    },
    // github.com/openshift/router, images/router/haproxy/conf/error-page-503.http.
    Row {
        gateway: Gateway::OpenShift,
        path: &[],
        own: &[&[Body("<h1>Application is not available</h1>"), Body("not serving requests at this endpoint")]],
        means: &[(&[], OriginUnreachable)],
    },
    // github.com/Kong/kong, kong/error_handlers.lua and kong/runloop/balancer: the sentence belongs to the status of the nginx
    // underneath. `X-Kong-Response-Latency` stands on its own answers, `X-Kong-Upstream-Latency` on others'.
    Row {
        gateway: Gateway::Kong,
        path: &[
            Starts("server", "kong/"),
            Holds("via", "kong/"),
            Header("x-kong-upstream-latency"),
            Header("x-kong-proxy-latency"),
        ],
        own: &[
            &[Body("An invalid response was received from the upstream server")],
            &[Body("The upstream server is currently unavailable")],
            &[Body("The upstream server is timing out")],
            &[Body("failure to get a peer from the ring-balancer")],
            &[Header("x-kong-response-latency"), Lacks("x-kong-upstream-latency")],
            &[Starts("server", "kong/"), Body("An unexpected error occurred")],
        ],
        means: &[(&[Body("name resolution failed")], Dns), (&[code(503)], OriginUnreachable)],
    },
    // github.com/apache/apisix: nginx's page with `Server: APISIX`; its limits (limit-count, limit-req) refuse with 503.
    Row {
        gateway: Gateway::Apisix,
        path: &[Starts("server", "APISIX")],
        own: &[
            &[Starts("server", "APISIX"), Body("<hr><center>openresty")],
            &[Body("<hr><center>openresty"), Body("apisix.apache.org")],
            &[Starts("server", "APISIX"), Text("{\"error_msg\":")],
        ],
        means: &[(&[Text("{\"error_msg\":"), code(503)], OriginUnreachable), (&[code(503)], Quota)],
    },
    // github.com/nginx/nginx, src/http/ngx_http_special_response.c: 503 comes from its own limits (limit_req, limit_conn).
    Row {
        gateway: Gateway::OpenResty,
        path: &[Starts("server", "openresty")],
        own: &[&[Body("<hr><center>openresty")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // github.com/webserver-llc/angie, src/http/ngx_http_special_response.c.
    Row {
        gateway: Gateway::Angie,
        path: &[Starts("server", "Angie")],
        own: &[&[Body("<hr><center>Angie")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // github.com/alibaba/tengine, src/http/ngx_http_special_response.c.
    Row {
        gateway: Gateway::Tengine,
        path: &[Starts("server", "Tengine")],
        own: &[&[Body("<hr>Powered by Tengine")], &[Body("<hr><center>tengine")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    Row {
        gateway: Gateway::Nginx,
        path: &[Starts("server", "nginx")],
        own: &[&[Body("<hr><center>nginx")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // github.com/varnishcache/varnish-cache, bin/varnishd/builtin.vcl (vcl_backend_error, vcl_synth). Whatever goes wrong with
    // the server behind is "Backend fetch failed"; "VCL failed" is an error in its own rules.
    Row {
        gateway: Gateway::Varnish,
        path: &[Starts("server", "Varnish"), Holds("via", "(Varnish/"), Header("x-varnish")],
        own: &[
            &[Body("Guru Meditation"), Body("Varnish cache server")],
            &[Body("Guru Meditation"), Body("XID:"), Header("x-varnish")],
        ],
        means: &[
            (&[Body("Backend fetch failed")], OriginUnreachable),
            (&[Body("VCL failed")], AppCrash),
            (&[Body("Error 503 Service Unavailable")], OriginOverloaded),
        ],
    },
    // github.com/traefik/traefik, pkg/server/service/loadbalancer. Its other answers are the bare name of the status, as
    // those of any proxy made with Go's net/http/httputil.
    Row {
        gateway: Gateway::Traefik,
        path: &[],
        own: &[&[Whole("no available server")]],
        means: &[(&[], OriginUnreachable)],
    },
    // github.com/caddyserver/caddy, modules/caddyhttp/reverseproxy: its errors have no body. What it passes on has the `Server`
    // of the origin besides (2.6) or a `Via` (2.11).
    Row {
        gateway: Gateway::Caddy,
        path: &[Starts("server", "Caddy"), Holds("via", "Caddy")],
        own: &[&[Starts("server", "Caddy"), Empty, Lacks("via")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // github.com/apache/httpd, modules/http/http_protocol.c (get_canned_error_string) and modules/proxy (ap_proxyerror).
    Row {
        gateway: Gateway::Apache,
        path: &[Is("server", "Apache"), Starts("server", "Apache/"), Starts("server", "Apache (")],
        own: &[
            &[Body("<address>Apache")],
            &[Body("<h1>Proxy Error</h1>"), Body("The proxy server could not handle the request")],
            &[Body(
                "<h1>Bad Gateway</h1><p>The proxy server received an invalid response from an upstream server.<br>",
            )],
            &[Body(
                "</title><h1>Service Unavailable</h1><p>The server is temporarily unable to service your request due to maintenance",
            )],
            &[Body("</title><h1>Gateway Timeout</h1><p>The gateway did not receive a timely response")],
            &[Body(
                "</title><h1>Internal Server Error</h1><p>The server encountered an internal error or misconfiguration",
            )],
        ],
        means: &[
            (&[Body("DNS lookup failure for")], Dns),
            (&[Body("Error during SSL Handshake with remote server")], Tls),
            (&[Body("Error reading from remote server")], InvalidResponse),
            (&[Body("received an invalid response from an upstream server")], InvalidResponse),
            (&[code(503)], OriginUnreachable),
        ],
    },
    // Oracle's plug-in for Apache, "Oracle WebLogic Server proxy plug-ins": the page of a lost connection.
    Row {
        gateway: Gateway::WeblogicPlugin,
        path: &[],
        own: &[&[Body("Failure of server APACHE bridge")], &[Body("Failure of Web Server bridge")]],
        means: &[(&[Body("timed out")], OriginTimeout), (&[], OriginUnreachable)],
    },
    // github.com/lighttpd/lighttpd1.4, src/http-header-glue.c and gw_backend.c: 503 could not connect, 500 broke off, 502 not
    // HTTP, 504 too slow.
    Row {
        gateway: Gateway::Lighttpd,
        path: &[Starts("server", "lighttpd")],
        own: &[
            &[Body("xml:lang=\"en\" lang=\"en\"><title>500 Internal Server Error</title><h1>500")],
            &[Body("xml:lang=\"en\" lang=\"en\"><title>502 Bad Gateway</title><h1>502")],
            &[Body("xml:lang=\"en\" lang=\"en\"><title>503 Service")],
            &[Body("xml:lang=\"en\" lang=\"en\"><title>504 Gateway")],
        ],
        means: &[(&[code(502)], InvalidResponse), (&[code(503)], OriginUnreachable)],
    },
    // github.com/apache/trafficserver, proxy/config/body_factory and iocore/net/proxy/http/HttpTransact.cc.
    Row {
        gateway: Gateway::TrafficServer,
        path: &[Starts("server", "ATS/"), Holds("via", "ApacheTrafficServer")],
        own: &[&[Body("<BODY BGCOLOR=\"white\" FGCOLOR=\"black\">"), Body("Description:")]],
        means: &[
            (&[Body("<H1>Unknown Host</H1>")], Dns),
            (&[Body("did not return the document correctly")], InvalidResponse),
            (&[Body("hung up")], InvalidResponse),
            (&[Body("closed the connection")], InvalidResponse),
            (&[Body("timed out")], OriginTimeout),
            (&[Body("Could not connect")], OriginUnreachable),
            (&[Body("Congestion")], OriginOverloaded),
            (&[code(503)], OriginUnreachable),
        ],
    },
    // github.com/h2o/h2o, lib/common/httpclient.c and socket.c: the error's own name is the body.
    Row {
        gateway: Gateway::H2o,
        path: &[Starts("server", "h2o/")],
        own: &[&[Starts("server", "h2o/"), Starts("content-type", "text/plain"), Code(502, 504)]],
        means: &[
            (&[Whole("connection timeout")], OriginTimeout),
            (&[Whole("first byte timeout")], OriginTimeout),
            (&[Whole("I/O timeout")], OriginTimeout),
            (&[Body("certificate")], Tls),
            (&[Body("handshake")], Tls),
            (&[Body("ssl")], Tls),
            (&[Body("Name or service not known")], Dns),
            (&[Body("name resolution")], Dns),
            (&[Whole("connection failure")], OriginUnreachable),
            (&[Whole("refused stream")], OriginOverloaded),
            (&[Whole("I/O error")], InvalidResponse),
            (&[Whole("end of stream")], InvalidResponse),
            (&[Body("parse")], InvalidResponse),
            (&[Body("protocol")], InvalidResponse),
            (&[Body("transfer-encoding")], InvalidResponse),
            (&[Body("content-length")], InvalidResponse),
            (&[Body("line folding")], InvalidResponse),
        ],
    },
    // github.com/nghttp2/nghttp2, src/http2.cc (create_error_html).
    Row {
        gateway: Gateway::Nghttpx,
        path: &[Starts("server", "nghttpx"), Holds("via", "nghttpx")],
        own: &[&[Body("<footer>nghttpx")]],
        means: &[(&[code(503)], OriginUnreachable)],
    },
    // LiteSpeed's default error pages: docs.litespeedtech.com. 502 and 504 come without a body.
    Row {
        gateway: Gateway::LiteSpeed,
        path: &[Starts("server", "LiteSpeed"), Starts("server", "OpenLiteSpeed")],
        own: &[
            &[Body("font-size:150px; line-height:150px; font-weight:bold;\">")],
            &[Body("Proudly powered by LiteSpeed Web Server")],
            &[Starts("server", "LiteSpeed"), Code(502, 504), Empty],
        ],
        means: &[(&[Body("508")], Quota), (&[code(503)], OriginOverloaded)],
    },
    // learn.microsoft.com/iis, "Troubleshooting 502 errors in ARR"; the short page for strangers and the long one of localhost.
    Row {
        gateway: Gateway::IisArr,
        path: &[Starts("server", "Microsoft-IIS"), Header("x-powered-by-arr")],
        own: &[
            &[Body("502 - Web server received an invalid response while acting as a gateway or proxy server.")],
            &[Body("<h2>HTTP Error 502.3 - Bad Gateway</h2>")],
            &[Body("HTTP Error 502.3")],
            &[Body("HTTP Error 502.4")],
        ],
        means: &[
            (&[Body("timed out")], OriginTimeout),
            (&[Body("terminated abnormally")], InvalidResponse),
            (&[Body("name could not be resolved")], Dns),
            (&[Body("HTTP Error 502.4")], OriginUnreachable),
        ],
    },
    // learn.microsoft.com/troubleshoot, "Error logging in HTTP APIs": the kernel's answer for a stopped or full application pool.
    Row {
        gateway: Gateway::HttpSys,
        path: &[],
        own: &[
            &[Body("<p>HTTP Error 503. The service is unavailable.</p>")],
            &[Starts("server", "Microsoft-HTTPAPI/")],
        ],
        means: &[(&[code(503)], OriginUnreachable)],
    },
    // github.com/cloudflare/cloudflared, proxy/proxy.go.
    Row {
        gateway: Gateway::CloudflareTunnel,
        path: &[],
        own: &[&[Body(
            "Unable to reach the origin service. The service may be down or it may not be responding to traffic from cloudflared",
        )]],
        means: &[],
    },
    // github.com/kubernetes/ingress-nginx, images/custom-error-pages; github.com/kubernetes/ingress-gce, 404-server.
    Row {
        gateway: Gateway::IngressDefault,
        path: &[],
        own: &[&[Text("default backend - ")]],
        means: &[(&[code(503)], OriginUnreachable)],
    },
    // github.com/fastify/fastify-reply-from, lib/errors.js.
    Row {
        gateway: Gateway::FastifyHttpProxy,
        path: &[],
        own: &[&[Body("\"code\":\"FST_REPLY_FROM_")]],
        means: &[
            (&[Body("ECONNREFUSED")], OriginRefused),
            (&[Body("TIMEOUT")], OriginTimeout),
            (&[Body("ENOTFOUND")], Dns),
            (&[Body("certificate")], Tls),
            (&[Body("socket hang up")], InvalidResponse),
            (&[Body("other side closed")], InvalidResponse),
            (&[Code(500, 503)], OriginUnreachable),
        ],
    },
    // github.com/chimurai/http-proxy-middleware, src/plugins/default/error-response-plugin.ts; webpack-dev-server carries it
    // and adds a header of its own.
    Row {
        gateway: Gateway::WebpackDevServer,
        path: &[],
        own: &[&[Text("Error occurred while trying to proxy"), Header("cross-origin-resource-policy")]],
        means: &[(&[Body("ECONNREFUSED")], OriginRefused), (&[], OriginUnreachable)],
    },
    Row {
        gateway: Gateway::HttpProxyMiddleware,
        path: &[],
        own: &[&[Text("Error occurred while trying to proxy")], &[Text("Error occured while trying to proxy")]],
        means: &[(&[Body("ECONNREFUSED")], OriginRefused), (&[], OriginUnreachable)],
    },
    // github.com/jupyterhub/configurable-http-proxy, lib/error.
    Row {
        gateway: Gateway::JupyterHub,
        path: &[],
        own: &[&[Body("<p>configurable-http-proxy</p>")], &[Body(": Proxy Target Missing</title>")]],
        means: &[(&[code(503)], OriginUnreachable)],
    },
];
