//! Real servers, each started in a folder of its own with a rule for every fault of `upstream`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::upstream::{Fault, Upstreams, ask, free_port};

/// A server that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    folder: PathBuf,
    pub(crate) port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A program of Debian's, wherever it keeps its servers.
fn program(name: &str) -> Option<PathBuf> {
    let known = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&known).chain(["/usr/sbin".into(), "/usr/bin".into()]);
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Starts `name` with what `arguments` makes of the folder and the port, and waits until it answers. `None`, with a printed
/// line, where it is not installed.
fn start(name: &str, arguments: impl Fn(&Path, u16) -> Vec<String>) -> Option<Server> {
    let Some(program) = program(name) else {
        println!("skipped: {name} is not installed");
        return None;
    };
    let port = free_port();
    let folder = std::env::temp_dir().join(format!("back-soon-{name}-{port}"));
    fs::create_dir_all(&folder).unwrap();
    open(&folder);
    let log = fs::File::create(folder.join("output.log")).unwrap();
    let process = Command::new(program)
        .args(arguments(&folder, port))
        .current_dir(&folder)
        .env("HOME", &folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let mut server = Server { process, folder, port };
    let deadline = Instant::now() + Duration::from_mins(1);
    while ask(port, "/busy").is_none() {
        let ended = server.process.try_wait().unwrap();
        if ended.is_some() || Instant::now() > deadline {
            let said = fs::read_to_string(server.folder.join("output.log")).unwrap_or_default();
            panic!("{name} does not answer ({ended:?}): {said}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(server)
}

/// Lets the users that servers change into write there.
fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// `each` for every fault, one after the other.
fn for_each(faults: &[Fault], each: impl Fn(Fault) -> String) -> String {
    faults.iter().map(|fault| each(*fault)).collect()
}

/// Where a fault is to be found, as an address.
fn target(upstreams: &Upstreams, fault: Fault) -> String {
    let port = upstreams.port(fault);
    match fault {
        Fault::Nameless => format!("http://no-such-host.invalid:{port}"),
        Fault::Plain => format!("https://127.0.0.1:{port}"),
        _ => format!("http://127.0.0.1:{port}"),
    }
}

pub(crate) fn nginx(upstreams: &Upstreams) -> Option<Server> {
    start("nginx", |folder, port| {
        let locations = for_each(&Fault::ALL, |fault| {
            let (path, target) = (fault.path(), target(upstreams, fault));
            format!("    location {path} {{ set $to {target}; proxy_pass $to; }}\n")
        });
        let temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("  {kind}_temp_path {}/{kind};\n", folder.display()))
            .concat();
        let config = format!(
            "daemon off;\nworker_processes 1;\npid nginx.pid;\nevents {{}}\nhttp {{\n  access_log off;\n{temp}  resolver 127.0.0.1:9 valid=1s;\n  resolver_timeout 1s;\n  proxy_connect_timeout 1s;\n  proxy_read_timeout 1s;\n  server {{\n    listen 127.0.0.1:{port};\n{locations}    location /limit {{ return 503; }}\n  }}\n}}\n"
        );
        let config = write(folder, "nginx.conf", &config);
        vec!["-p".into(), folder.display().to_string(), "-e".into(), "stderr".into(), "-c".into(), config]
    })
}

pub(crate) fn haproxy(upstreams: &Upstreams) -> Option<Server> {
    start("haproxy", |folder, port| {
        let rules =
            for_each(&Fault::ALL, |fault| format!("  use_backend {0} if {{ path /{0} }}\n", &fault.path()[1..]));
        let backends = for_each(&Fault::ALL, |fault| {
            let at = target(upstreams, fault);
            let at = at.split_once("//").unwrap().1;
            let more = match fault {
                Fault::Nameless => " init-addr none",
                Fault::Plain => " ssl verify none",
                _ => "",
            };
            format!("backend {}\n  server one {at}{more}\n", &fault.path()[1..])
        });
        let config = format!(
            "defaults\n  mode http\n  retries 0\n  timeout connect 1s\n  timeout client 20s\n  timeout server 1s\nfrontend in\n  bind 127.0.0.1:{port}\n{rules}{backends}"
        );
        vec!["-db".into(), "-f".into(), write(folder, "haproxy.cfg", &config)]
    })
}

/// Varnish speaks no TLS to servers behind it, and wants their names when its rules are compiled.
pub(crate) const VARNISH_FAULTS: [Fault; 6] =
    [Fault::Refuse, Fault::Reset, Fault::Close, Fault::Garbage, Fault::Hang, Fault::Busy];

pub(crate) fn varnish(upstreams: &Upstreams) -> Option<Server> {
    start("varnishd", |folder, port| {
        let backends = for_each(&VARNISH_FAULTS, |fault| {
            let (name, at) = (&fault.path()[1..], upstreams.port(fault));
            format!("backend b_{name} {{ .host = \"127.0.0.1\"; .port = \"{at}\"; .first_byte_timeout = 1s; }}\n")
        });
        let rules = for_each(&VARNISH_FAULTS, |fault| {
            let name = &fault.path()[1..];
            format!("  if (req.url == \"/{name}\") {{ set req.backend_hint = b_{name}; return (pass); }}\n")
        });
        let config = format!("vcl 4.1;\n{backends}sub vcl_recv {{\n{rules}}}\n");
        let (config, state) = (write(folder, "default.vcl", &config), folder.join("state").display().to_string());
        let listen = format!("127.0.0.1:{port}");
        ["-F", "-n", &state, "-f", &config, "-a", &listen, "-s", "malloc,16m"].map(str::to_owned).into()
    })
}

pub(crate) fn apache(upstreams: &Upstreams) -> Option<Server> {
    start("apache2", |folder, port| {
        let modules = ["mpm_event", "authz_core", "proxy", "proxy_http", "ssl", "socache_shmcb"]
            .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
            .concat();
        let rules = for_each(&Fault::ALL, |fault| {
            format!("ProxyPass {} {}/ retry=0 timeout=1 disablereuse=on\n", fault.path(), target(upstreams, fault))
        });
        let folder_name = folder.display();
        let config = format!(
            "ServerRoot {folder_name}\nServerName shop.example.com\nListen 127.0.0.1:{port}\nPidFile {folder_name}/apache.pid\nMutex file:{folder_name} default\nErrorLog {folder_name}/error.log\n{modules}User www-data\nGroup www-data\nServerSignature On\nSSLProxyEngine On\n{rules}"
        );
        vec!["-DFOREGROUND".into(), "-f".into(), write(folder, "apache.conf", &config)]
    })
}

pub(crate) fn caddy(upstreams: &Upstreams) -> Option<Server> {
    start("caddy", |folder, port| {
        let rules = for_each(&Fault::ALL, |fault| {
            let (path, target) = (fault.path(), target(upstreams, fault));
            format!(
                "  handle {path} {{\n    reverse_proxy {target} {{\n      transport http {{\n        dial_timeout 1s\n        response_header_timeout 1s\n      }}\n    }}\n  }}\n"
            )
        });
        let config = format!("{{\n  admin off\n  auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n{rules}}}\n");
        let config = write(folder, "Caddyfile", &config);
        ["run", "--adapter", "caddyfile", "--config", &config].map(str::to_owned).into()
    })
}

/// lighttpd looks names up when it starts, and speaks no TLS to servers behind it.
pub(crate) const LIGHTTPD_FAULTS: [Fault; 6] = VARNISH_FAULTS;

pub(crate) fn lighttpd(upstreams: &Upstreams) -> Option<Server> {
    start("lighttpd", |folder, port| {
        let rules = for_each(&LIGHTTPD_FAULTS, |fault| {
            format!(
                "$HTTP[\"url\"] == \"{}\" {{ proxy.server = ( \"\" => (( \"host\" => \"127.0.0.1\", \"port\" => {}, \"connect-timeout\" => 1, \"read-timeout\" => 1 ))) }}\n",
                fault.path(),
                upstreams.port(fault)
            )
        });
        let config = format!(
            "server.modules = ( \"mod_proxy\" )\nserver.document-root = \"{}\"\nserver.bind = \"127.0.0.1\"\nserver.port = {port}\n{rules}",
            folder.display()
        );
        vec!["-D".into(), "-f".into(), write(folder, "lighttpd.conf", &config)]
    })
}

/// Squid is asked for addresses: the rules are in the question.
pub(crate) fn squid() -> Option<Server> {
    start("squid", |folder, port| {
        let name = folder.display();
        let config = format!(
            "http_port 127.0.0.1:{port}\nhttp_access allow all\ncache deny all\npid_filename none\ncache_log {name}/cache.log\naccess_log none\ncoredump_dir {name}\nconnect_timeout 1 second\nread_timeout 2 seconds\ndns_timeout 1 second\ndns_nameservers 127.0.0.1\nforward_max_tries 1\nvisible_hostname proxy.example.com\npinger_enable off\nshutdown_lifetime 0 seconds\n"
        );
        vec!["-N".into(), "-f".into(), write(folder, "squid.conf", &config)]
    })
}

/// The address to ask a forward proxy for.
pub(crate) fn forward(upstreams: &Upstreams, fault: Fault) -> String {
    format!("{}/", target(upstreams, fault))
}

pub(crate) fn trafficserver(upstreams: &Upstreams) -> Option<Server> {
    start("traffic_server", |folder, port| {
        let name = folder.display();
        let layout = [
            ("prefix", name.to_string()),
            ("exec_prefix", "/usr".to_owned()),
            ("bindir", "/usr/bin".to_owned()),
            ("sbindir", "/usr/sbin".to_owned()),
            ("sysconfdir", name.to_string()),
            ("libexecdir", name.to_string()),
            ("runtimedir", name.to_string()),
            ("logdir", name.to_string()),
            ("cachedir", name.to_string()),
            ("datadir", name.to_string()),
        ];
        let layout = layout.map(|(key, value)| format!("{key}: {value}\n")).concat();
        write(folder, "runroot.yaml", &layout);
        let rules = for_each(&Fault::ALL, |fault| {
            format!("map http://127.0.0.1:{port}{} {}\n", fault.path(), target(upstreams, fault))
        });
        write(folder, "remap.config", &rules);
        write(folder, "storage.config", "");
        let allow = "ip_allow:\n  - apply: in\n    ip_addrs: 127.0.0.1\n    action: allow\n    methods: ALL\n";
        write(folder, "ip_allow.yaml", allow);
        let settings = [
            ("http.server_ports STRING", format!("{port}:ip-in=127.0.0.1")),
            ("body_factory.template_sets_dir STRING", "/etc/trafficserver/body_factory".to_owned()),
            ("http.cache.http INT", "0".to_owned()),
            ("http.connect_attempts_timeout INT", "1".to_owned()),
            ("http.connect_attempts_max_retries INT", "0".to_owned()),
            ("http.transaction_no_activity_timeout_out INT", "1".to_owned()),
            ("dns.nameservers STRING", "127.0.0.1".to_owned()),
            ("dns.resolv_conf STRING", "NULL".to_owned()),
            ("hostdb.lookup_timeout INT", "1".to_owned()),
            ("ssl.client.verify.server.policy STRING", "DISABLED".to_owned()),
            // It refuses to serve as root.
            ("admin.user_id STRING", "nobody".to_owned()),
        ];
        let settings = settings.map(|(key, value)| format!("CONFIG proxy.config.{key} {value}\n")).concat();
        write(folder, "records.config", &settings);
        vec![format!("--run-root={name}")]
    })
}
