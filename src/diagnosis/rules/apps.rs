//! Applications, their frameworks and the servers that run them: where their page is shown, no gateway failed.

use super::{Row, code};
use crate::diagnosis::Failure::{AppCrash, Maintenance, OriginOverloaded, OriginTimeout};
use crate::diagnosis::Gateway;
use crate::diagnosis::sign::Sign::{Body, Code, Empty, Header, Holds, Starts, Text, Whole};

pub(super) const ROWS: &[Row] = &[
    // github.com/WordPress/WordPress, wp-includes/functions.php (dead_db, wp_die), load.php (wp_maintenance) and
    // class-wp-fatal-error-handler.php.
    Row {
        gateway: Gateway::WordPress,
        path: &[],
        own: &[
            &[Body("<h1>Error establishing a database connection</h1>")],
            &[Body("Briefly unavailable for scheduled maintenance. Check back in a minute.")],
            &[Body("There has been a critical error on this website")],
            &[Body("<body id=\"error-page\">"), Body("wp-die-message")],
        ],
        means: &[
            (&[Body("Error establishing a database connection")], AppCrash),
            (&[Body("There has been a critical error")], AppCrash),
            (&[Body("Briefly unavailable for scheduled maintenance")], Maintenance),
        ],
    },
    // github.com/joomla/joomla-cms, templates/system/offline.php and error.php.
    Row {
        gateway: Gateway::Joomla,
        path: &[],
        own: &[
            &[Body("This site is down for maintenance.<br />Please check back again soon."), Body("id=\"form-login\"")],
            &[Body("This site is down for maintenance.<br />Please check back again soon."), Body("id=\"frame\"")],
            &[Body("<meta name=\"generator\" content=\"Joomla!")],
        ],
        means: &[(&[code(503)], Maintenance)],
    },
    // github.com/drupal/drupal, core/lib/Drupal/Core/EventSubscriber and core/modules/system.
    Row {
        gateway: Gateway::Drupal,
        path: &[Header("x-drupal-cache"), Starts("x-generator", "Drupal")],
        own: &[
            &[Text("The website encountered an unexpected error.")],
            &[Body("is currently under maintenance. We should be back shortly. Thank you for your patience.")],
            &[Starts("x-generator", "Drupal"), Body("Site under maintenance")],
        ],
        means: &[(&[code(503), Body("maintenance")], Maintenance), (&[Body("unexpected error")], AppCrash)],
    },
    // github.com/magento/magento2, pub/errors/default.
    Row {
        gateway: Gateway::Magento,
        path: &[Header("x-magento-cache-debug"), Header("x-magento-tags")],
        own: &[
            &[Body("There has been an error processing your request"), Body("Error log record number")],
            &[
                Body("There has been an error processing your request"),
                Body("Exception printing is disabled by default"),
            ],
            &[Body("<h1>Service Temporarily Unavailable</h1>"), Body("/errors/default/")],
        ],
        means: &[(&[Body("Service Temporarily Unavailable")], Maintenance), (&[code(503)], AppCrash)],
    },
    // github.com/wikimedia/mediawiki, includes/Exception/MWExceptionRenderer.php; operations/mediawiki-config, errorpages.
    Row {
        gateway: Gateway::MediaWiki,
        path: &[],
        own: &[
            &[Body("MediaWiki internal error")],
            &[Body("Sorry! This site is experiencing technical difficulties.")],
            &[Body("<title>Wikimedia Error</title>")],
        ],
        means: &[(&[code(500)], AppCrash), (&[Body("technical difficulties")], AppCrash)],
    },
    // github.com/discourse/discourse, public/500.html and 503.html.
    Row {
        gateway: Gateway::Discourse,
        path: &[Header("x-discourse-route")],
        own: &[&[Body("The software powering this discussion forum encountered an unexpected problem")]],
        means: &[],
    },
    // gitlab.com/gitlab-org/gitlab, public/500.html, 502.html, 503.html and deploy.html.
    Row {
        gateway: Gateway::GitLab,
        path: &[Header("x-gitlab-meta")],
        own: &[
            &[Body("GitLab is taking too much time to respond")],
            &[Body("GitLab is not responding")],
            &[Body("<title>GitLab is currently unavailable")],
            &[Body("<title>Something went wrong (500)</title>"), Body("GitLab")],
            &[Body("Whoops, something went wrong on our end."), Body("GitLab")],
            &[Body("Deploy in progress"), Body("GitLab")],
        ],
        means: &[
            (&[Body("taking too much time")], OriginTimeout),
            (&[Body("Deploy in progress")], Maintenance),
            (&[code(503)], OriginOverloaded),
        ],
    },
    // github.com/django/django, django/views/defaults.py and django/views/templates/technical_500.html.
    Row {
        gateway: Gateway::Django,
        path: &[],
        own: &[
            &[Body("<h1>Server Error (500)</h1><p></p>")],
            &[Body("You're seeing this error because you have <code>DEBUG = True</code>")],
            &[Body("<th>Django Version:</th>")],
        ],
        means: &[],
    },
    // github.com/pallets/werkzeug, src/werkzeug/debug/tbtools.py; its development server names itself.
    Row {
        gateway: Gateway::Werkzeug,
        path: &[Starts("server", "Werkzeug")],
        own: &[
            &[Body("// Werkzeug Debugger</title>")],
            &[
                Body("<html lang=en><title>500 Internal Server Error</title><h1>Internal Server Error</h1>"),
                Starts("server", "Werkzeug"),
            ],
        ],
        means: &[],
    },
    // github.com/pallets/werkzeug, src/werkzeug/exceptions.py (HTTPException.get_body), which Flask answers with.
    Row {
        gateway: Gateway::Flask,
        path: &[],
        own: &[
            &[Body("<html lang=en><title>500 Internal Server Error</title><h1>Internal Server Error</h1>")],
            &[Body("<html lang=en><title>501 Not Implemented</title><h1>Not Implemented</h1>")],
            &[Body("<html lang=en><title>502 Bad Gateway</title><h1>Bad Gateway</h1>")],
            &[Body("<html lang=en><title>503 Service Unavailable</title><h1>Service Unavailable</h1>")],
            &[Body("<html lang=en><title>504 Gateway Timeout</title><h1>Gateway Timeout</h1>")],
        ],
        means: &[],
    },
    // github.com/rails/rails, railties/.../static/public/500.html and actionpack/.../rescues.
    Row {
        gateway: Gateway::Rails,
        path: &[Header("x-runtime")],
        own: &[
            &[
                Body("<title>We're sorry, but something went wrong (500"),
                Body("If you are the application owner check the logs"),
            ],
            &[Body("<title>We're sorry, but something went wrong (500"), Body("This file lives in public/500.html")],
            &[
                Body("<title>We're sorry, but something went wrong (500"),
                Body("If you're the application owner check the logs"),
            ],
            &[Body("<title>Action Controller: Exception caught</title>")],
        ],
        means: &[],
    },
    // github.com/laravel/framework, src/Illuminate/Foundation/Exceptions/views; 503 is `artisan down`.
    Row {
        gateway: Gateway::Laravel,
        path: &[],
        own: &[
            &[Body("text-lg text-gray-500 border-r border-gray-400 tracking-wider")],
            &[Body("text-lg border-r border-gray-400 tracking-wider")],
            &[Body("<div class=\"flex-center position-ref full-height\"><div class=\"code\">")],
            &[Body("laravel.com/docs"), Body("Stack trace")],
            &[Body("Illuminate\\Foundation\\"), Body("Laravel")],
        ],
        means: &[(&[code(503)], Maintenance)],
    },
    // github.com/spring-projects/spring-boot, ErrorMvcAutoConfiguration and DefaultErrorAttributes.
    Row {
        gateway: Gateway::SpringBoot,
        path: &[],
        own: &[
            &[Body("<h1>Whitelabel Error Page</h1>")],
            &[Text("{\"timestamp\":"), Body("\"status\":500,\"error\":\"Internal Server Error\"")],
            &[Text("{\"timestamp\":"), Body("\"status\":502,\"error\":\"Bad Gateway\"")],
            &[Text("{\"timestamp\":"), Body("\"status\":503,\"error\":\"Service Unavailable\"")],
            &[Text("{\"timestamp\":"), Body("\"status\":504,\"error\":\"Gateway Timeout\"")],
        ],
        means: &[],
    },
    // learn.microsoft.com/aspnet: the yellow page, the developer exception page, and the module that starts ASP.NET Core in IIS.
    Row {
        gateway: Gateway::AspNet,
        path: &[Starts("x-powered-by", "ASP.NET"), Header("x-aspnet-version")],
        own: &[
            &[Body("<H1>Server Error in '/"), Body("Application.")],
            &[
                Body("An unhandled exception occurred while processing the request."),
                Body("<title>Internal Server Error</title>"),
            ],
            &[Body("HTTP Error 500.3"), Body("ASP.NET Core")],
            &[Body("HTTP Error 502.5"), Body("ASP.NET Core")],
            &[Body("HTTP Error 502.5 - Process Failure")],
            &[Body("HTTP Error 500.0 - ANCM")],
        ],
        means: &[(&[code(502)], AppCrash), (&[code(503)], AppCrash)],
    },
    // github.com/phusion/passenger, resources/templates/error_renderer.
    Row {
        gateway: Gateway::Passenger,
        path: &[
            Header("x-passenger"),
            Holds("server", "Phusion Passenger"),
            Holds("x-powered-by", "Phusion Passenger"),
        ],
        own: &[
            &[Body("Web application could not be started")],
            &[Body("This website is under heavy load")],
            &[Body("The Phusion Passenger application server tried to start the web application")],
        ],
        means: &[(&[Body("under heavy load")], OriginOverloaded), (&[Body("could not be started")], AppCrash)],
    },
    // github.com/apache/tomcat, ErrorReportValve.java and LocalStrings.properties: its description of 503 speaks of maintenance
    // whatever the cause; the message is the application's.
    Row {
        gateway: Gateway::Tomcat,
        path: &[Starts("server", "Apache-Coyote")],
        own: &[
            &[Body("<h3>Apache Tomcat")],
            &[Body("<h1>HTTP Status 50"), Body("<b>Type</b>")],
            &[Body("<h1>HTTP Status 50"), Body("<b>type</b>")],
        ],
        means: &[
            (&[Body("<b>Message</b> Maintenance")], Maintenance),
            (&[Body("<b>Message</b>Maintenance")], Maintenance),
        ],
    },
    // github.com/jetty/jetty.project, ErrorHandler.java.
    Row {
        gateway: Gateway::Jetty,
        path: &[Starts("server", "Jetty(")],
        own: &[
            &[Body(">Powered by Jetty")],
            &[Body("<h2>HTTP ERROR 50"), Body("<th>URI:</th>")],
            &[Starts("server", "Jetty("), Body("<h2>HTTP ERROR")],
        ],
        means: &[(&[code(503), Body("maintenance")], Maintenance)],
    },
    // github.com/benoitc/gunicorn, gunicorn/util.py (write_error).
    Row {
        gateway: Gateway::Gunicorn,
        path: &[Starts("server", "gunicorn")],
        own: &[&[Body("<title>Internal Server Error</title><h1><p>Internal Server Error</p></h1>")]],
        means: &[],
    },
    // github.com/aio-libs/aiohttp, aiohttp/web_protocol.py (handle_error).
    Row {
        gateway: Gateway::Aiohttp,
        path: &[Holds("server", "aiohttp/")],
        own: &[&[Body("Server got itself in trouble")]],
        means: &[],
    },
    // github.com/encode/uvicorn, uvicorn/protocols/http (send_500_response); Starlette answers with the same words.
    Row {
        gateway: Gateway::Uvicorn,
        path: &[Starts("server", "uvicorn")],
        own: &[&[Starts("server", "uvicorn"), code(500), Whole("Internal Server Error")]],
        means: &[],
    },
    // github.com/pgjones/hypercorn, src/hypercorn/protocol/http_stream.py: 500 without a body.
    Row {
        gateway: Gateway::Hypercorn,
        path: &[Starts("server", "hypercorn")],
        own: &[
            &[Starts("server", "hypercorn"), code(500), Empty],
            &[Starts("server", "hypercorn"), code(500), Whole("Internal Server Error")],
        ],
        means: &[],
    },
    // github.com/Pylons/waitress, src/waitress/utilities.py.
    Row {
        gateway: Gateway::Waitress,
        path: &[Starts("server", "waitress")],
        own: &[&[Body("(generated by waitress)")]],
        means: &[],
    },
    // github.com/twisted/twisted, src/twisted/web/server.py (processingFailed).
    Row {
        gateway: Gateway::Twisted,
        path: &[Starts("server", "TwistedWeb/")],
        own: &[&[Body("<title>Processing Failed</title>")], &[Body("web.Server Traceback (most recent call last)")]],
        means: &[],
    },
    // github.com/puma/puma, lib/puma/server.rb (lowlevel_error).
    Row {
        gateway: Gateway::Puma,
        path: &[Starts("server", "Puma")],
        own: &[
            &[Text("Puma caught this error:")],
            &[Text("An unhandled lowlevel error occurred. The application logs may have details.")],
        ],
        means: &[],
    },
    // github.com/sinatra/sinatra, lib/sinatra/show_exceptions.rb.
    Row {
        gateway: Gateway::Sinatra,
        path: &[],
        own: &[&[Body("because you have enabled the <code>show_exceptions</code> setting")]],
        means: &[],
    },
    // github.com/expressjs/finalhandler, index.js (createHtmlDocument).
    Row {
        gateway: Gateway::Express,
        path: &[Starts("x-powered-by", "Express")],
        own: &[
            &[Body("<meta charset=\"utf-8\"><title>Error</title><pre>")],
            &[Starts("x-powered-by", "Express"), code(500), Whole("Internal Server Error")],
        ],
        means: &[],
    },
    // learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel: an unhandled exception is a 500 without a body.
    Row {
        gateway: Gateway::Kestrel,
        path: &[Starts("server", "Kestrel")],
        own: &[&[Starts("server", "Kestrel"), code(500), Empty]],
        means: &[],
    },
    // www.php.net, display_errors: off, it sends a 500 without a body; on, the message in bold.
    Row {
        gateway: Gateway::Php,
        path: &[Starts("x-powered-by", "PHP/")],
        own: &[
            &[Body("<b>Fatal error</b>:"), Body("<b>on line")],
            &[Body("<b>Fatal error</b>:")],
            &[Text("PHP Fatal error:")],
            &[Starts("x-powered-by", "PHP/"), Code(500, 500), Empty],
        ],
        means: &[],
    },
];
