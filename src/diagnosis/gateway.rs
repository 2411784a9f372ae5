//! Who can answer a request with an error: the servers we know by name.
//!
//! Lives here: the closed list, with id, name and role. Not here: what gives each away (`rules`).

use super::saved::by_id;

/// Whose side a server is on, and so who can look after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A service in front of the site that another company runs: a CDN, a cloud's load balancer, a hosting platform.
    Service,
    /// Software in front of the site that its owner runs: a reverse proxy, a load balancer, an ingress.
    Proxy,
    /// The application itself: its framework, or the server that it runs in.
    App,
    /// On the reader's side: a forward proxy, a filter, a network that wants a sign-in.
    Local,
}

macro_rules! gateways {
    ($($variant:ident $id:literal $name:literal $role:ident)*) => {
        /// A server that may have made a response, or passed it on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Gateway {
            $(#[doc = concat!("`", $name, "`.")] $variant,)*
        }

        impl Gateway {
            /// Every gateway, by id.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$variant),*];

            /// Its id: stable, in lower case, for machines.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Its name, as its makers write it. A proper name: the same in every language.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whose side it is on.
            #[must_use]
            pub const fn role(self) -> Role {
                match self { $(Self::$variant => Role::$role,)* }
            }
        }
    };
}

gateways! {
    Aiohttp "aiohttp" "aiohttp" App
    Akamai "akamai" "Akamai" Service
    AlibabaCdn "alibaba-cdn" "Alibaba Cloud CDN" Service
    Angie "angie" "Angie" Proxy
    Apache "apache" "Apache" Proxy
    Apisix "apisix" "Apache APISIX" Proxy
    AspNet "asp.net" "ASP.NET" App
    AwsAlb "aws-alb" "AWS Load Balancer" Service
    AwsApiGateway "aws-api-gateway" "Amazon API Gateway" Service
    AwsCloudfront "aws-cloudfront" "Amazon CloudFront" Service
    AwsS3 "aws-s3" "Amazon S3" Service
    AzureAppGateway "azure-app-gateway" "Azure Application Gateway" Service
    AzureAppService "azure-app-service" "Azure App Service" Service
    AzureFrontDoor "azure-front-door" "Azure Front Door" Service
    Bunny "bunny" "bunny.net" Service
    Caddy "caddy" "Caddy" Proxy
    CaptivePortal "captive-portal" "Sign-in page" Local
    Cloudflare "cloudflare" "Cloudflare" Service
    CloudflareTunnel "cloudflare-tunnel" "Cloudflare Tunnel" Proxy
    Gorouter "cloudfoundry-gorouter" "Cloud Foundry" Service
    DigitalOcean "digitalocean-app-platform" "DigitalOcean App Platform" Service
    Discourse "discourse" "Discourse" App
    Django "django" "Django" App
    Drupal "drupal" "Drupal" App
    Edgio "edgio" "Edgio" Service
    Envoy "envoy" "Envoy" Proxy
    Express "express" "Express" App
    FastifyHttpProxy "fastify-http-proxy" "Fastify proxy" Proxy
    Fastly "fastly" "Fastly" Service
    Flask "flask" "Flask" App
    FlyIo "fly-io" "Fly.io" Service
    GitHub "github" "GitHub" Service
    GitLab "gitlab" "GitLab" App
    GoogleFrontend "google-frontend" "Google Frontend" Service
    GoogleLb "google-lb" "Google Cloud Load Balancing" Service
    Gunicorn "gunicorn" "Gunicorn" App
    H2o "h2o" "H2O" Proxy
    HaProxy "haproxy" "HAProxy" Proxy
    Heroku "heroku" "Heroku" Service
    HttpProxyMiddleware "http-proxy-middleware" "http-proxy-middleware" Proxy
    Hypercorn "hypercorn" "Hypercorn" App
    IisArr "iis-arr" "IIS" Proxy
    HttpSys "iis-httpsys" "HTTP.sys" Proxy
    Imperva "imperva" "Imperva" Service
    IngressDefault "ingress-nginx-default-backend" "Kubernetes ingress" Proxy
    Jetty "jetty" "Jetty" App
    Joomla "joomla" "Joomla" App
    JupyterHub "jupyterhub-chp" "JupyterHub proxy" Proxy
    Kestrel "kestrel" "Kestrel" App
    KeyCdn "keycdn" "KeyCDN" Service
    Kong "kong" "Kong" Proxy
    Laravel "laravel" "Laravel" App
    Lighttpd "lighttpd" "lighttpd" Proxy
    LiteSpeed "litespeed" "LiteSpeed" Proxy
    Magento "magento" "Magento" App
    MediaWiki "mediawiki" "MediaWiki" App
    Mitmproxy "mitmproxy" "mitmproxy" Local
    Netlify "netlify" "Netlify" Service
    Nghttpx "nghttpx" "nghttpx" Proxy
    Nginx "nginx" "nginx" Proxy
    Ngrok "ngrok" "ngrok" Service
    OpenResty "openresty" "OpenResty" Proxy
    OpenShift "openshift-router" "OpenShift router" Proxy
    Passenger "passenger" "Passenger" App
    Php "php" "PHP" App
    Privoxy "privoxy" "Privoxy" Local
    Puma "puma" "Puma" App
    RackspaceClb "rackspace-clb" "Rackspace Load Balancer" Service
    Rails "rails" "Ruby on Rails" App
    Railway "railway" "Railway" Service
    Render "render" "Render" Service
    Shopify "shopify" "Shopify" Service
    Sinatra "sinatra" "Sinatra" App
    SpringBoot "spring-boot" "Spring Boot" App
    Squarespace "squarespace" "Squarespace" Service
    Squid "squid" "Squid" Local
    Sucuri "sucuri" "Sucuri" Service
    Tencent "tencent-cdn" "Tencent Cloud CDN" Service
    Tengine "tengine" "Tengine" Proxy
    Tinyproxy "tinyproxy" "Tinyproxy" Local
    Tomcat "tomcat" "Apache Tomcat" App
    Traefik "traefik" "Traefik" Proxy
    TrafficServer "trafficserver" "Apache Traffic Server" Proxy
    Twisted "twisted" "Twisted" App
    Uvicorn "uvicorn" "Uvicorn" App
    Varnish "varnish" "Varnish" Proxy
    Vercel "vercel" "Vercel" Service
    Vite "vite" "Vite" App
    Waitress "waitress" "Waitress" App
    WeblogicPlugin "weblogic-plugin" "WebLogic plug-in" Proxy
    WebpackDevServer "webpack-dev-server" "webpack-dev-server" Proxy
    Werkzeug "werkzeug" "Werkzeug" App
    Wix "wix" "Wix" Service
    WordPress "wordpress" "WordPress" App
    Zscaler "zscaler" "Zscaler" Local
}

impl Gateway {
    /// The gateway of this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gateway| gateway.id() == id)
    }
}

by_id!(Gateway);

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn ids_lead_back() {
        for gateway in Gateway::ALL {
            assert_eq!(Gateway::from_id(gateway.id()), Some(gateway));
            assert_eq!(serde_json::to_value(gateway).unwrap(), gateway.id());
            assert_eq!(serde_json::from_value::<Gateway>(gateway.id().into()).unwrap(), gateway);
        }
        assert!(serde_json::from_str::<Gateway>("\"somebody\"").is_err());
    }
}
