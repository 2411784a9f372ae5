//! Where each gateway says why it failed, as a command that shows it: one table.
//!
//! A log is looked through for the minutes around the failure, which the reader's clock has told in UTC and the command turns
//! into the time of the server that it runs on; words worth looking for are marked, and nothing else is hidden.

use crate::cut::replaced;
use crate::diagnosis::{Gateway, Role};
use crate::time::{Delay, Timestamp};

/// Where a gateway tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In a file: its path, how it writes the time (as in `date`), words that tell.
    File(&'static str, &'static str, &'static str),
    /// In systemd's journal: the unit, words that tell.
    Journal(&'static str, &'static str),
    /// In what a command prints; for places in it, see [`fill`].
    Log(&'static str),
    /// The same, but it tells how the servers behind are, as the gateway sees them.
    Health(&'static str),
    /// It is known to be kept out by firewalls, which only the server behind can tell.
    Firewall,
    /// In the log of the server behind.
    Behind,
}
use Source::{Behind, File, Firewall, Health, Journal, Log};

/// nginx's own words, and those of all that is made from it: nginx.org, `ngx_http_upstream_module`, `ngx_core_module`.
const UPSTREAM: &str = r"upstream|connect\(\) failed|timed out|resolve|worker_connections";
/// How nginx writes the time in its error log: `src/core/ngx_times.c`.
const NGINX_TIME: &str = "%Y/%m/%d %H:%M";
/// A unit whose name only the owner knows.
const UNIT: &str = "APP_SERVICE";
/// What crashes look like in many languages.
const CRASH: &str = "Traceback|Exception|[Ee]rror|panic|killed";

/// Sorted by gateway. What has no row is looked for by its role: see [`of`].
const TABLE: &[(Gateway, Source)] = &[
    // en.angie.software, "Installation": packages log into /var/log/angie.
    (Gateway::Angie, File("/var/log/angie/error.log", NGINX_TIME, UPSTREAM)),
    // httpd.apache.org/docs/2.4/logs.html; the paths of Debian and Red Hat; AH00957, AH01114: mod_proxy could not connect.
    (Gateway::Apache, File(APACHE, "%d %H:%M", "proxy|AH00957|AH01114|MaxRequestWorkers|timeout")),
    // apisix.apache.org, "Debug": logs in the installation's folder.
    (Gateway::Apisix, File("/usr/local/apisix/logs/error.log", NGINX_TIME, UPSTREAM)),
    // docs.aws.amazon.com, elbv2 describe-target-health: a reason for each target that is not healthy.
    (Gateway::AwsAlb, Health("aws elbv2 describe-target-health --target-group-arn TARGET_GROUP_ARN")),
    // docs.aws.amazon.com, "Set up CloudWatch logging for REST APIs": the name of the log group.
    (
        Gateway::AwsApiGateway,
        Log(
            "aws logs filter-log-events --log-group-name API-Gateway-Execution-Logs_API_ID/STAGE --start-time {from-ms} \
             --end-time {until-ms} --filter-pattern '\"Execution failed\"'",
        ),
    ),
    // docs.aws.amazon.com, "Standard logging reference": names of files by the hour in UTC; x-edge-detailed-result-type.
    (
        Gateway::AwsCloudfront,
        Log(
            "aws s3 cp --recursive s3://LOG_BUCKET/ cloudfront-logs --exclude '*' --include '*.{hour}.*' && zgrep -hE \
             'Origin(Connect|Dns|Comm)[A-Za-z]*Error|50[0-9]' cloudfront-logs/*{hour}*",
        ),
    ),
    // learn.microsoft.com, az network application-gateway.
    (
        Gateway::AzureAppGateway,
        Health("az network application-gateway show-backend-health --resource-group GROUP --name GATEWAY_NAME"),
    ),
    // learn.microsoft.com, az webapp log.
    (Gateway::AzureAppService, Log("az webapp log tail --resource-group GROUP --name APP_NAME")),
    // caddyserver.com/docs/running: the unit of its packages.
    (Gateway::Caddy, Journal("caddy", "dial|refused|timeout|no such host|no upstreams")),
    // developers.cloudflare.com, "Cloudflare 5xx errors": 520 to 524 for origins that drop its addresses.
    (Gateway::Cloudflare, Firewall),
    // developers.cloudflare.com, "Run as a service on Linux".
    (Gateway::CloudflareTunnel, Journal("cloudflared", "Unable to reach the origin|ERR|dial")),
    // docs.cloudfoundry.org, "Application logging": RTR marks the router's lines.
    (Gateway::Gorouter, Log("cf logs APP_NAME --recent | grep -E 'RTR|ERR'")),
    // docs.digitalocean.com, doctl apps logs.
    (Gateway::DigitalOcean, Log("doctl apps logs APP_ID --type run")),
    // drush.org, watchdog:show.
    (Gateway::Drupal, Log("drush watchdog:show --severity=Error --count=20")),
    // envoyproxy.io, "Administration interface", /clusters.
    (
        Gateway::Envoy,
        Health("curl -s http://localhost:9901/clusters | grep -E 'health_flags|cx_connect_fail|rq_timeout'"),
    ),
    // fastly.com/documentation/reference/cli/backend/list.
    (Gateway::Fastly, Health("fastly backend list --service-id SERVICE_ID --version active")),
    // fly.io/docs/flyctl/logs.
    (Gateway::FlyIo, Log("fly logs --app APP_NAME --no-tail")),
    // githubstatus.com/api.
    (Gateway::GitHub, Health("curl -s https://www.githubstatus.com/api/v2/summary.json")),
    // docs.gitlab.com, "Maintenance commands".
    (Gateway::GitLab, Health("sudo gitlab-ctl status")),
    // cloud.google.com/sdk/gcloud/reference/logging/read.
    (
        Gateway::GoogleFrontend,
        Log("gcloud logging read 'severity>=ERROR AND timestamp>=\"{from}\" AND timestamp<=\"{until}\"' --limit=20"),
    ),
    // cloud.google.com, "Global external Application Load Balancer logging": statusDetails.
    (
        Gateway::GoogleLb,
        Log("gcloud logging read 'resource.type=\"http_load_balancer\" AND httpRequest.status>=500 AND \
             timestamp>=\"{from}\" AND timestamp<=\"{until}\"' --limit=20 --format='value(jsonPayload.statusDetails)'"),
    ),
    // docs.gunicorn.org, "Deploying Gunicorn": the unit; gunicorn/arbiter.py: the words.
    (Gateway::Gunicorn, Journal("gunicorn", "WORKER TIMEOUT|Booting worker|SIGKILL|Traceback")),
    // h2o.examp1e.net, "error-log": standard error, if nothing else is set.
    (Gateway::H2o, Journal("h2o", "connection failed|timeout|refused")),
    // docs.haproxy.org, 8.2.3 and 8.5: accept date, <NOSRV>, state at disconnection; Debian's path.
    (Gateway::HaProxy, File("/var/log/haproxy.log", "%d/%b/%Y:%H:%M", " (SC|sC|SH|sH|SD|sD|sQ|PC|PH)[-A-Z]{2} |NOSRV")),
    // devcenter.heroku.com, "Heroku error codes".
    (Gateway::Heroku, Log("heroku logs --num 1500 --app APP_NAME | grep -E 'code=H|Error R|State changed'")),
    // learn.microsoft.com, "IIS logging": the path, times in UTC; win32 status 12002 timed out, 12007 no name, 12029 no way.
    (
        Gateway::IisArr,
        Log(r"Select-String -Path C:\inetpub\logs\LogFiles\W3SVC*\u_ex*.log -Pattern '^{minutes}.* 50\d '"),
    ),
    // learn.microsoft.com, "Error logging in HTTP APIs": the path, times in UTC, reasons such as AppOffline, QueueFull.
    (
        Gateway::HttpSys,
        Log(r"Select-String -Path C:\Windows\System32\LogFiles\HTTPERR\httperr*.log -Pattern '^{minutes}'"),
    ),
    // docs.imperva.com, "Whitelist Imperva IP addresses".
    (Gateway::Imperva, Firewall),
    // kubernetes.github.io/ingress-nginx, "Troubleshooting".
    (
        Gateway::IngressDefault,
        Log("kubectl logs --namespace ingress-nginx deployment/ingress-nginx-controller --since-time={from} | \
             grep -E 'upstream|active Endpoint|error obtaining'"),
    ),
    // jupyterhub.readthedocs.io, "Troubleshooting".
    (Gateway::JupyterHub, Journal("jupyterhub", "503|Timeout|[Ss]pawn|Traceback")),
    // developer.konghq.com, "Logging reference": proxy_error_log in the prefix.
    (Gateway::Kong, File("/usr/local/kong/logs/error.log", NGINX_TIME, UPSTREAM)),
    // laravel.com/docs/logging: the path; config/app.php: UTC.
    (Gateway::Laravel, Log("grep -hEA 5 '{minutes}' storage/logs/laravel*.log")),
    // redmine.lighttpd.net, server.errorlog; src/gw_backend.c: the words.
    (Gateway::Lighttpd, File("/var/log/lighttpd/error.log", "%Y-%m-%d %H:%M", "gw_backend|proxy|timeout|overload")),
    // docs.litespeedtech.com, "Server log".
    (Gateway::LiteSpeed, File("/usr/local/lsws/logs/error.log", "%Y-%m-%d %H:%M", "ERROR|Connection|timed out|lsapi")),
    // experienceleague.adobe.com, "View and manage logs": times in UTC.
    (Gateway::Magento, Log("grep -hsE '{minutes-t}' var/log/exception.log var/log/system.log")),
    // docs.netlify.com, netlify logs:function.
    (Gateway::Netlify, Log("netlify logs:function FUNCTION_NAME")),
    // nghttp2.org, nghttpx(1): errors go to standard error or syslog.
    (Gateway::Nghttpx, Journal("nghttpx", "backend|refused|timeout")),
    // nginx.org, ngx_core_module, error_log; its packages log into /var/log/nginx.
    (Gateway::Nginx, File("/var/log/nginx/error.log", NGINX_TIME, UPSTREAM)),
    // ngrok.com/docs/agent/api.
    (Gateway::Ngrok, Health("curl -s http://127.0.0.1:4040/api/tunnels")),
    // openresty.org, "Installation": everything under /usr/local/openresty.
    (Gateway::OpenResty, File("/usr/local/openresty/nginx/logs/error.log", NGINX_TIME, UPSTREAM)),
    // docs.redhat.com, "Ingress Operator": the router's namespace.
    (
        Gateway::OpenShift,
        Log(
            "oc logs --namespace openshift-ingress deployment/router-default --since-time={from} | grep -E 'DOWN|NOSRV|503'",
        ),
    ),
    // phusionpassenger.com, "passenger-status".
    (Gateway::Passenger, Health("sudo passenger-status")),
    // php.net, "FPM configuration"; Debian's path; sapi/fpm: the words.
    (
        Gateway::Php,
        File("/var/log/php*-fpm.log", "%d-%b-%Y %H:%M", "max_children|timed out|exited on signal|terminating"),
    ),
    // privoxy.org/user-manual, "logfile"; Debian's path.
    (Gateway::Privoxy, File("/var/log/privoxy/logfile", "%Y-%m-%d %H:%M", "Error|Connect|timeout")),
    // puma.io, docs/systemd.md: the unit.
    (Gateway::Puma, Journal("puma", "Terminating timed out worker|Error|out of memory")),
    // guides.rubyonrails.org, "Debugging Rails applications".
    (Gateway::Rails, File("log/production.log", "%Y-%m-%dT%H:%M", "FATAL|Error|Timeout")),
    // docs.railway.com, railway logs.
    (Gateway::Railway, Log("railway logs --lines 100")),
    // render.com/docs/cli.
    (Gateway::Render, Log("render logs --resources SERVICE_ID")),
    // wiki.squid-cache.org, "LogFormat": seconds since 1970, then status and code.
    (Gateway::Squid, Log("sudo awk '$1 >= {from-s} && $1 <= {until-s} && $4 ~ /50[0-9]$/' /var/log/squid/access.log")),
    // docs.sucuri.net, "Whitelist the firewall's addresses".
    (Gateway::Sucuri, Firewall),
    // tengine.taobao.org, "Install": the default prefix.
    (Gateway::Tengine, File("/usr/local/nginx/logs/error.log", NGINX_TIME, UPSTREAM)),
    // tinyproxy.github.io; Debian's path.
    (Gateway::Tinyproxy, File("/var/log/tinyproxy/tinyproxy.log", "%b %d %H:%M", "ERROR|WARNING|connect")),
    // tomcat.apache.org, "Logging in Tomcat"; Debian's path.
    (Gateway::Tomcat, File("/var/log/tomcat*/catalina*", "%d-%b-%Y %H:%M", "SEVERE|OutOfMemoryError|Exception")),
    // doc.traefik.io, "Logs": standard output; DEBUG tells what a 502 was caused by.
    (
        Gateway::Traefik,
        Log("docker logs --since {from} --until {until} traefik 2>&1 | grep -E 'caused by|dial|timeout|no such host'"),
    ),
    // docs.trafficserver.apache.org, "Understanding Traffic Server logs": error.log.
    (
        Gateway::TrafficServer,
        File("/var/log/trafficserver/error.log", "%Y%m%d.%Hh%Mm", "could not connect|CONNECT|DNS|RESPONSE"),
    ),
    // varnish-cache.org, varnishlog(1), vsl-query(7): what is still in memory.
    (Gateway::Varnish, Log("sudo varnishlog -d -g request -q 'FetchError or RespStatus >= 500'")),
    // vercel.com/docs/cli/logs.
    (Gateway::Vercel, Log("vercel logs DEPLOYMENT_URL")),
    // docs.oracle.com, "Using Web Server 1.1 plug-ins": it logs through the web server that it is in.
    (Gateway::WeblogicPlugin, File(APACHE, "%d %H:%M", "weblogic|NO_RESOURCES|CONNECTION_REFUSED|READ_TIMEOUT")),
    // developer.wordpress.org, "Debugging in WordPress"; PHP writes the time in UTC, as WordPress sets it.
    (Gateway::WordPress, Log("{utc:%d-%b-%Y %H:%M} | grep -hFA 5 -f - wp-content/debug.log")),
];

const APACHE: &str = "/var/log/apache2/error.log /var/log/httpd/error_log";

/// Where `gateway` tells; `None` where its people are neither the site's nor ours to send anywhere.
pub(super) fn of(gateway: Gateway) -> Option<Source> {
    let row = TABLE.iter().find(|(known, _)| *known == gateway);
    row.map(|(_, source)| *source).or(match gateway.role() {
        Role::Service => Some(Behind),
        Role::Proxy | Role::App => Some(Journal(UNIT, CRASH)),
        Role::Local => None,
    })
}

impl Source {
    /// The command that shows what it told when the answer of `at` was made.
    pub(super) fn command(self, at: Timestamp) -> String {
        match self {
            File(path, time, words) => {
                let minutes = dates("-d", time, at);
                format!("{minutes} | sudo grep -hsFf - {path} | grep --color -E '{words}|$'")
            }
            Journal(unit, words) => format!("{} -u {unit} | grep --color -E '{words}|$'", journal(at)),
            Log(template) | Health(template) => fill(template, at),
            Firewall => "sudo nft list ruleset | grep -iE 'drop|reject'".to_owned(),
            Behind => format!("{} | grep -iE 'error|fail|refused|killed|timed out'", journal(at)),
        }
    }
}

/// systemd's journal of those minutes; systemd.time(7) takes times in UTC.
fn journal(at: Timestamp) -> String {
    let (from, until) = around(at);
    format!("sudo journalctl --since '{}' --until '{}'", from.utc(), until.utc())
}

/// What the answer of `at` was made in: a gateway may have waited for minutes before, and clocks differ.
fn around(at: Timestamp) -> (Timestamp, Timestamp) {
    (at.minus(BEFORE), at.plus(MINUTE))
}

const MINUTE: Delay = Delay::from_secs(60);
const BEFORE: Delay = MINUTE.times(5);

/// The minutes of that time in UTC, as a pattern; `between` stands between date and time.
fn minutes(at: Timestamp, between: &str) -> String {
    let minute = |n| at.minus(BEFORE).plus(MINUTE.times(n)).utc().get(..16).map(|utc| utc.replace(' ', between));
    format!("({})", (0..=6).filter_map(minute).collect::<Vec<_>>().join("|"))
}

/// A command that prints the minutes of that time as `date` writes them with `format`, on the server that it runs on; the
/// option is `-d` for its own time, `-ud` for UTC.
fn dates(option: &str, format: &str, at: Timestamp) -> String {
    format!("for m in {{-5..1}}; do LC_ALL=C date {option} \"$m min {}\" '+{format}'; done", at.utc())
}

/// The template with its places filled in. In braces: `from`, `until` (RFC 3339), `from-s`, `until-s`, `from-ms`, `until-ms`
/// (since 1970), `hour`, `minutes`, `minutes-t` (UTC, a pattern; with a `T` between date and time), and `utc:FORMAT`: a command
/// that prints the minutes as `date` writes them.
fn fill(template: &str, at: Timestamp) -> String {
    let (from, until) = around(at);
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, place, after)) = next_place(rest) {
        out.push_str(before);
        rest = after;
        let filled = match place {
            "from" => rfc3339(from),
            "until" => rfc3339(until),
            "from-s" => (from.as_millis() / 1000).to_string(),
            "until-s" => (until.as_millis() / 1000).to_string(),
            "from-ms" => from.as_millis().to_string(),
            "until-ms" => until.as_millis().to_string(),
            "hour" => at.utc().get(..13).unwrap_or_default().replace(' ', "-"),
            "minutes" => minutes(at, " "),
            "minutes-t" => minutes(at, "T"),
            _ => match place.split_once(':') {
                Some(("utc", format)) => dates("-ud", format, at),
                _ => format!("{{{place}}}"),
            },
        };
        out.push_str(&filled);
    }
    out.push_str(rest);
    out
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (place, after) = rest.split_once('}')?;
    Some((before, place, after))
}

fn rfc3339(at: Timestamp) -> String {
    replaced(&at.utc().replacen(' ', "T", 1), " UTC", "Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// Tue, 24 Nov 2026 16:59:07 UTC.
    const AT: Timestamp = Timestamp::from_millis(1_795_539_547_000);

    #[track_caller]
    fn check(gateway: Gateway, expected: &str) {
        assert_eq!(of(gateway).map(|source| source.command(AT)).unwrap_or_default(), expected, "{gateway:?}");
    }

    #[test]
    fn times_are_filled_in() {
        check(
            Gateway::Nginx,
            r#"for m in {-5..1}; do LC_ALL=C date -d "$m min 2026-11-24 16:59:07 UTC" '+%Y/%m/%d %H:%M'; done | sudo grep -hsFf - /var/log/nginx/error.log | grep --color -E 'upstream|connect\(\) failed|timed out|resolve|worker_connections|$'"#,
        );
        check(
            Gateway::Caddy,
            "sudo journalctl --since '2026-11-24 16:54:07 UTC' --until '2026-11-24 17:00:07 UTC' -u caddy | grep --color -E 'dial|refused|timeout|no such host|no upstreams|$'",
        );
        check(
            Gateway::GoogleFrontend,
            "gcloud logging read 'severity>=ERROR AND timestamp>=\"2026-11-24T16:54:07Z\" AND timestamp<=\"2026-11-24T17:00:07Z\"' --limit=20",
        );
        check(
            Gateway::Squid,
            "sudo awk '$1 >= 1795539247 && $1 <= 1795539607 && $4 ~ /50[0-9]$/' /var/log/squid/access.log",
        );
        check(
            Gateway::HttpSys,
            r"Select-String -Path C:\Windows\System32\LogFiles\HTTPERR\httperr*.log -Pattern '^(2026-11-24 16:54|2026-11-24 16:55|2026-11-24 16:56|2026-11-24 16:57|2026-11-24 16:58|2026-11-24 16:59|2026-11-24 17:00)'",
        );
        check(
            Gateway::WordPress,
            "for m in {-5..1}; do LC_ALL=C date -ud \"$m min 2026-11-24 16:59:07 UTC\" '+%d-%b-%Y %H:%M'; done | grep -hFA 5 -f - wp-content/debug.log",
        );
    }

    #[test]
    fn what_has_no_row_goes_by_its_role() {
        check(
            Gateway::Akamai,
            "sudo journalctl --since '2026-11-24 16:54:07 UTC' --until '2026-11-24 17:00:07 UTC' | grep -iE 'error|fail|refused|killed|timed out'",
        );
        assert_eq!(of(Gateway::Django), Some(Journal(UNIT, CRASH)));
        assert_eq!(of(Gateway::Zscaler), None);
    }

    #[test]
    fn one_row_each_and_no_place_left_open() {
        for (at, (gateway, source)) in TABLE.iter().enumerate() {
            assert!(!TABLE[..at].iter().any(|(other, _)| other == gateway), "{gateway:?} has two rows");
            let command = source.command(AT);
            // Braces are left in HAProxy's pattern and around minutes alone.
            let left = command.replace("{-5..1}", "").contains('{');
            assert_eq!(left, *gateway == Gateway::HaProxy, "{command}");
        }
    }

    /// Every row as a shell reads it, and its time as `date` understands it.
    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn shells_take_every_row() {
        let bash = |script: &str| std::process::Command::new("bash").args(["-c", script]).output().unwrap();
        for (gateway, source) in TABLE {
            let command = source.command(AT);
            if command.starts_with("Select-String") {
                continue; // PowerShell's.
            }
            let read = bash(&format!("set -n\n{command}\n"));
            assert!(read.status.success() && read.stderr.is_empty(), "{gateway:?}: {command}: {read:?}");
            let words = command.split_once("grep --color -E ").map(|(_, words)| words);
            if let Some(words) = words {
                assert!(bash(&format!("echo anything | grep -qE {words}")).status.success(), "{gateway:?}: {words}");
            }
        }
        let told = bash(&format!("export TZ=Asia/Tokyo; {}", dates("-d", NGINX_TIME, AT)));
        let minutes: Vec<String> = (54..61).map(|m| format!("2026/11/25 {:02}:{:02}\n", 1 + m / 60, m % 60)).collect();
        assert_eq!(String::from_utf8(told.stdout).unwrap(), minutes.concat());
    }
}
