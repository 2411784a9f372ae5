//! Load balancers of clouds and platforms that run sites: other people's machines between the reader and the site.

use super::{Row, code};
use crate::diagnosis::Failure::{
    AppCrash, Blocked, CaptivePortal, Dns, InvalidResponse, Maintenance, OriginOverloaded, OriginRefused,
    OriginTimeout, OriginUnreachable, Quota, Tls,
};
use crate::diagnosis::Gateway;
use crate::diagnosis::sign::Sign::{Body, Code, Empty, End, Header, Holds, Lacks, Starts, Text, Whole};

pub(super) const ROWS: &[Row] = &[
    // RFC 6585, section 6: 511 is not for origins, only for networks in between.
    Row { gateway: Gateway::CaptivePortal, path: &[], own: &[&[code(511)]], means: &[(&[], CaptivePortal)] },
    // docs.aws.amazon.com/elasticloadbalancing, "Troubleshoot your Application Load Balancers". It names itself on its own
    // answers alone; the page is nginx's without the line that names nginx, the last words being the heading.
    Row {
        gateway: Gateway::AwsAlb,
        path: &[],
        own: &[
            &[Starts("server", "awselb/")],
            &[End("<center><h1>500 Internal Server Error</h1></center>")],
            &[End("<center><h1>502 Bad Gateway</h1></center>")],
            &[End("<center><h1>503 Service Temporarily Unavailable</h1></center>")],
            &[End("<center><h1>504 Gateway Time-out</h1></center>")],
        ],
        means: &[(&[code(502)], InvalidResponse), (&[code(503)], OriginUnreachable)],
    },
    // docs.aws.amazon.com/apigateway, "Gateway response types"; `x-amzn-ErrorType` stands on errors that it makes itself.
    Row {
        gateway: Gateway::AwsApiGateway,
        path: &[Header("x-amz-apigw-id"), Header("apigw-requestid")],
        own: &[
            &[Whole("{\"message\": \"Endpoint request timed out\"}")],
            &[Whole("{\"message\": \"Internal server error\"}")],
            &[Whole("{\"message\": \"Network error communicating with endpoint\"}")],
            &[Header("x-amz-apigw-id"), Header("x-amzn-errortype")],
            &[Header("apigw-requestid"), Whole("{\"message\":\"Internal Server Error\"}")],
            &[Header("apigw-requestid"), Whole("{\"message\":\"Service Unavailable\"}")],
        ],
        means: &[
            (&[Body("Endpoint request timed out")], OriginTimeout),
            (&[Body("Internal server error")], AppCrash),
            (&[Body("Network error communicating with endpoint")], OriginUnreachable),
            (&[Body("Limit Exceeded")], Quota),
            (&[code(503)], OriginUnreachable),
        ],
    },
    // docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html.
    Row {
        gateway: Gateway::AwsS3,
        path: &[Starts("server", "AmazonS3")],
        own: &[&[Body("<Error><Code>"), Body("<HostId>")], &[Starts("server", "AmazonS3"), Code(500, 504)]],
        means: &[(&[Body("<Code>SlowDown</Code>")], Quota), (&[code(503)], OriginOverloaded)],
    },
    // learn.microsoft.com/azure/application-gateway, "Troubleshooting bad gateway errors": nginx under its own name.
    Row {
        gateway: Gateway::AzureAppGateway,
        path: &[Starts("server", "Microsoft-Azure-Application-Gateway")],
        own: &[&[Body("<hr><center>Microsoft-Azure-Application-Gateway")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // learn.microsoft.com/azure/app-service, "Troubleshoot HTTP errors of 502 and 503".
    Row {
        gateway: Gateway::AzureAppService,
        path: &[Header("x-arr-log-id"), Header("x-ms-routing-name")],
        own: &[
            &[Body(":( Application Error")],
            &[Body("azure web app"), Body("Web App - Unavailable")],
            &[Body("Microsoft Azure App Service")],
            &[Body("Microsoft Azure Web App")],
        ],
        means: &[
            (&[Body("Application Error")], AppCrash),
            (&[Body("timed out")], OriginTimeout),
            (&[code(503)], OriginUnreachable),
        ],
    },
    // cloud.google.com/load-balancing/docs/https/troubleshooting-ext-https-lbs; App Engine and Cloud Run share the page.
    Row {
        gateway: Gateway::GoogleLb,
        path: &[Holds("via", "1.1 google")],
        own: &[&[Body("<h1>Error: Server Error</h1><h2>The")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // The page of Google's own front ends, with the robot: "That's an error."
    Row {
        gateway: Gateway::GoogleFrontend,
        path: &[
            Starts("server", "Google Frontend"),
            Starts("server", "gws"),
            Starts("server", "GSE"),
            Starts("server", "ESF"),
        ],
        own: &[&[Body("That's an error.</ins>")], &[Body("(Server Error)!!1")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    // github.com/cloudfoundry/gorouter, handlers/lookup.go and proxy/round_tripper/error_handler.go.
    Row {
        gateway: Gateway::Gorouter,
        path: &[Header("x-vcap-request-id")],
        own: &[
            &[Header("x-cf-routererror")],
            &[Text("502 Bad Gateway: Registered endpoint failed to handle the request.")],
            &[Text("503 Service Unavailable: Requested route (")],
        ],
        means: &[
            (&[Holds("x-cf-routererror", "limit")], OriginOverloaded),
            (&[Body("certificate")], Tls),
            (&[Body("SSL handshake")], Tls),
            (&[code(503)], OriginUnreachable),
        ],
    },
    // devcenter.heroku.com/articles/error-pages and error-codes: which of the H codes it was stands in the logs alone.
    Row {
        gateway: Gateway::Heroku,
        path: &[Holds("via", "vegur"), Holds("via", "heroku-router")],
        own: &[&[Body("herokucdn.com/error-pages/")], &[Body("heroku logs --tail")], &[Body("heroku-error-pages")]],
        means: &[
            (&[Body("maintenance")], Maintenance),
            (&[Body("Application Error")], AppCrash),
            (&[Body("application-error")], AppCrash),
            (&[code(503)], AppCrash),
        ],
    },
    // vercel.com/docs/errors: the code stands in `X-Vercel-Error` and in the page.
    Row {
        gateway: Gateway::Vercel,
        path: &[Header("x-vercel-id"), Starts("server", "Vercel")],
        own: &[
            &[Header("x-vercel-error")],
            &[Text("A server error has occurred"), Body("FUNCTION_INVOCATION_")],
            &[Text("An error occurred with this application."), Body("::")],
            &[Text("An error occurred with your deployment"), Body("FUNCTION_INVOCATION_")],
            &[Body("Code: <code>FUNCTION_INVOCATION_")],
            &[Body("This Serverless Function has"), Body("::")],
        ],
        means: &[
            (&[Holds("x-vercel-error", "TIMEOUT")], OriginTimeout),
            (&[Body("INVOCATION_TIMEOUT")], OriginTimeout),
            (&[Holds("x-vercel-error", "HANDSHAKE")], Tls),
            (&[Holds("x-vercel-error", "DNS_")], Dns),
            (&[Holds("x-vercel-error", "EXTERNAL_TARGET")], OriginUnreachable),
            (&[Body("ROUTER_EXTERNAL_TARGET")], OriginUnreachable),
            (&[Holds("x-vercel-error", "THROTTLED")], Quota),
            (&[Holds("x-vercel-error", "RATE_LIMITED")], Quota),
            (&[Holds("x-vercel-error", "PAUSED")], Quota),
            (&[Holds("x-vercel-error", "FUNCTION_")], AppCrash),
            (&[Body("FUNCTION_INVOCATION_FAILED")], AppCrash),
            (&[Body("has crashed")], AppCrash),
        ],
    },
    // docs.netlify.com/functions; the CDN's own headers are on everything.
    Row {
        gateway: Gateway::Netlify,
        path: &[Header("x-nf-request-id"), Starts("server", "Netlify")],
        own: &[
            &[Body("This function has crashed"), Body("Netlify")],
            &[Text("error decoding lambda response")],
            &[Header("x-nf-request-id"), Text("{\"errorType\":")],
            &[Header("x-nf-request-id"), Text("{\"errorMessage\":")],
            &[Header("x-nf-request-id"), Body("Function invocation failed")],
            &[Header("x-nf-request-id"), Body("Netlify Internal ID")],
            &[Header("x-nf-request-id"), Body("edge function")],
        ],
        means: &[
            (&[Body("Task timed out")], OriginTimeout),
            (&[Body("timed out")], OriginTimeout),
            (&[Code(500, 502), Body("function")], AppCrash),
            (&[Body("lambda")], AppCrash),
            (&[Body("errorType")], AppCrash),
        ],
    },
    // fly.io/docs/networking/request-headers; answers of its own come without a body and without `Via`.
    Row {
        gateway: Gateway::FlyIo,
        path: &[Header("fly-request-id"), Starts("server", "Fly/"), Holds("via", "fly.io")],
        own: &[&[Starts("server", "Fly/"), Empty, Lacks("via")], &[Header("fly-request-id"), Empty, Lacks("via")]],
        means: &[(&[code(503)], OriginUnreachable)],
    },
    // docs.railway.com/reference/errors.
    Row {
        gateway: Gateway::Railway,
        path: &[Header("x-railway-request-id"), Header("x-railway-edge"), Starts("server", "railway")],
        own: &[
            &[Header("x-railway-fallback")],
            &[Body("\"message\":\"Application failed to respond\""), Body("\"request_id\":")],
            &[Body("Application failed to respond"), Body("railway")],
        ],
        means: &[(&[code(503)], OriginUnreachable)],
    },
    // render.com/docs/troubleshooting-deploys: `x-render-routing` stands where no server answered.
    Row {
        gateway: Gateway::Render,
        path: &[Header("x-render-origin-server"), Header("rndr-id")],
        own: &[
            &[Header("x-render-routing")],
            &[Body("This service is currently unavailable. Please try again in a few minutes."), Body("Render")],
            &[Body("This service has been suspended"), Body("Render")],
        ],
        means: &[
            (&[Holds("x-render-routing", "suspend")], Quota),
            (&[Body("has been suspended")], Quota),
            (&[Holds("x-render-routing", "timeout")], OriginTimeout),
            (&[Holds("x-render-routing", "rate-limit")], Quota),
            (&[Code(502, 503)], OriginUnreachable),
        ],
    },
    // docs.digitalocean.com/support, App Platform: nginx under the name of its upstream block.
    Row {
        gateway: Gateway::DigitalOcean,
        path: &[Header("x-do-app-origin"), Header("x-do-orig-status")],
        own: &[&[Body("<hr><center>via_upstream")], &[Header("x-do-failure-code")]],
        means: &[(&[Holds("x-do-failure-code", "UT")], OriginTimeout), (&[code(503)], OriginUnreachable)],
    },
    // ngrok.com/docs/errors: the code stands in the header and in the page.
    Row {
        gateway: Gateway::Ngrok,
        path: &[Header("ngrok-trace-id"), Header("ngrok-agent-ips")],
        own: &[&[Header("ngrok-error-code")], &[Body("(ERR_NGROK_")]],
        means: &[
            (&[Starts("ngrok-error-code", "ERR_NGROK_3004")], InvalidResponse),
            (&[Body("(ERR_NGROK_3004")], InvalidResponse),
            (&[Starts("ngrok-error-code", "ERR_NGROK_725")], Quota),
            (&[Body("(ERR_NGROK_725")], Quota),
            (&[Starts("ngrok-error-code", "ERR_NGROK_727")], Quota),
            (&[Body("(ERR_NGROK_727")], Quota),
            (&[Body("connection refused")], OriginRefused),
            (&[Code(502, 503)], OriginUnreachable),
        ],
    },
    // docs.rackspace.com, cloud load balancers: the default error page of the traffic manager underneath.
    Row {
        gateway: Gateway::RackspaceClb,
        path: &[],
        own: &[&[Body("<h2>Service Unavailable</h2>"), Body("no servers available to handle")]],
        means: &[(&[code(503)], OriginUnreachable)],
    },
    // Hosted shops and sites: the platform is the application, and puts these on everything it sends.
    Row {
        gateway: Gateway::Shopify,
        path: &[Header("x-shopid"), Header("x-shopify-stage"), Starts("powered-by", "Shopify")],
        own: &[&[Header("x-shopid")], &[Header("x-shopify-stage")], &[Starts("powered-by", "Shopify")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    Row {
        gateway: Gateway::Wix,
        path: &[Header("x-wix-request-id"), Starts("server", "Pepyaka")],
        own: &[&[Header("x-wix-request-id")], &[Starts("server", "Pepyaka")]],
        means: &[(&[code(503)], OriginOverloaded)],
    },
    Row {
        gateway: Gateway::Squarespace,
        path: &[Starts("server", "Squarespace")],
        own: &[&[Starts("server", "Squarespace")]],
        means: &[(&[code(503)], OriginOverloaded), (&[Body("blocked")], Blocked)],
    },
];
