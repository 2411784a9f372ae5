#!/usr/bin/env bash
# Builds, tests, measures and shows Back Soon. `./build.sh help` lists what it can do.
#
# What is missing is installed: wasm parts and tools by rustup, cargo and npm at the versions that the lock files pin,
# programs by apt where this is Debian and we are root. Anywhere else one line says what to install.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly root
cd -- "$root"

readonly wasm_target=wasm32-unknown-unknown
readonly unpacked=$root/dist/unpacked
readonly made=$root/target/extension # what we generate on the way to dist/unpacked

# Everything we ship that is copied as it is. A file that is not named here is not shipped.
readonly pages=(help.html history.html options.html popup.html)

# What newer wasm can do that rustc already uses; wasm-opt has to be told.
readonly wasm_features=(
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
  --enable-mutable-globals --enable-reference-types --enable-multivalue
)

# Debian's packages of the gateways that the tests start.
readonly gateways=(nginx-light haproxy varnish apache2 caddy lighttpd squid trafficserver)

# Smallest when zipped, which is what is downloaded: with bigger functions moved to their only callers it is smaller as it
# is and 7 kB larger zipped, since the variables of large functions have longer numbers that repeat less.
# The passes that are left out make it smaller as well, and larger zipped.
readonly wasm_shrinking=(
  -Oz --one-caller-inline-max-function-size=15 --converge --strip-debug --strip-producers
  --skip-pass=local-cse --skip-pass=code-folding --skip-pass=merge-locals
)

build_std=() # set where the standard library for wasm must be compiled by us

main() {
  case ${1:-build} in
    build) build ;;
    test) run_tests ;;
    demo) demo "${@:2}" ;;
    bench) bench ;;
    fuzz) fuzz "${2:-300}" ;;
    help | -h | --help) usage ;;
    *)
      usage >&2
      die "there is no '$1'"
      ;;
  esac
}

usage() {
  cat << 'TEXT'
./build.sh [build]   make dist/unpacked (load it in a browser) and dist/back-soon-VERSION.zip
./build.sh test      format, lints, all tests; the last line is "N passed, N failed"
./build.sh demo      open a browser with the extension and a local site that fails (--browser firefox: Firefox)
./build.sh bench     print sizes and timings
./build.sh fuzz [S]  throw random responses at the readers of responses, S seconds each (300)
TEXT
}

say() { printf '%s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# --- What we need ------------------------------------------------------------------------------------------------

has() { command -v "$1" > /dev/null; }

# Takes words of the form program:package and installs the packages whose program is missing.
need_programs() {
  local pair packages=()
  for pair in "$@"; do
    has "${pair%%:*}" || packages+=("${pair#*:}")
  done
  [[ ${#packages[@]} -eq 0 ]] || need_packages "${packages[@]}"
}

need_packages() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null | grep -qx installed || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if ! has apt-get || [[ $EUID -ne 0 ]]; then
    die "missing: ${missing[*]}; install them with: sudo apt-get install ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null \
    || die "apt-get could not install ${missing[*]}: see above"
}

# Any Rust that is new enough and has the wasm library; else rustup's; else Debian's.
need_rust() {
  [[ ${#build_std[@]} -eq 0 ]] || return 0 # Debian's, since an earlier call
  need_programs cc:build-essential
  if rust_is_new_enough; then
    [[ -d $(rustc --print target-libdir --target "$wasm_target") ]] && return
    has rustup && rustup target add "$wasm_target" && return
  fi
  if ! has apt-get || [[ $EUID -ne 0 ]]; then
    die "no Rust $(rust_wanted) with $wasm_target; install it from rustup.rs, then: rustup target add $wasm_target"
  fi
  use_debian_rust
}

rust_wanted() { sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml; }

rust_is_new_enough() {
  has cargo && has rustc || return 1
  local version
  version=$(rustc --version | cut -d ' ' -f 2)
  printf '%s\n' "$(rust_wanted)" "$version" | sort --version-sort --check=quiet
}

# Debian's compiler for browsers is new, but it comes without a standard library for wasm: we compile that one too.
# It calls its linker rust-lld, which only lld's package really brings.
use_debian_rust() {
  need_packages rustc-web cargo-web rust-web-src rust-web-llvm lld-22 rustfmt-web rust-web-clippy
  export PATH=/usr/bin:$PATH # before a rustup that could not help
  build_std=('-Zbuild-std=std,panic_abort')
}

# `cargo_wasm build --release`: cargo for the wasm target.
cargo_wasm() {
  local command=$1
  shift
  if [[ ${#build_std[@]} -gt 0 ]]; then
    # -Zbuild-std is for nightly compilers; this variable opens it on a stable one.
    local -x RUSTC_BOOTSTRAP=1
  fi
  cargo "$command" --locked --target "$wasm_target" ${build_std[@]+"${build_std[@]}"} "$@"
}

# The tool must be the library's exact version, so each version has a folder of its own.
need_wasm_bindgen() {
  local version folder
  version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/back-soon/wasm-bindgen-$version
  export PATH=$folder/bin:$PATH
  [[ ! -x $folder/bin/wasm-bindgen || ! -x $folder/bin/wasm-bindgen-test-runner ]] || return 0
  say "installing wasm-bindgen $version into $folder (some minutes, once)"
  # Its own lock may name releases that were withdrawn, or that a mirror does not have yet.
  cargo install wasm-bindgen-cli --version "$version" --root "$folder" --quiet --locked \
    || { say "its lock cannot be met: again without" \
      && cargo install wasm-bindgen-cli --version "$version" --root "$folder" --quiet; } \
    || die "cargo could not install wasm-bindgen-cli $version into $folder: see above"
}

# Installs a folder's npm tools when its lock is not the one of the last time.
need_npm_tools() {
  need_programs node:nodejs npm:npm
  [[ $(node -p 'parseInt(process.versions.node)') -ge 20 ]] \
    || die "node $(node --version) is too old for our tools; install node 20 or newer"
  local lock=$1/package-lock.json stamp=$1/node_modules/.installed-lock.json
  cmp --silent "$lock" "$stamp" && return
  say "installing the npm tools of $1"
  npm ci --prefix "$1" --silent || die "npm ci failed in $1: try it by hand"
  cp "$lock" "$stamp"
}

# --- Build -------------------------------------------------------------------------------------------------------

prepare() {
  need_rust
  need_wasm_bindgen
  need_npm_tools extension
}

build() {
  prepare
  build_wasm
  build_background
  build_styles
  build_surface
  stage
  pack
}

build_wasm() {
  say "building the wasm with $(rustc --version)"
  cargo fetch --locked
  # Panics carry the path of their source file. Ours must not name this machine's folders.
  local flags source
  flags=--remap-path-prefix=$root=/back-soon$'\x1f'
  # With the rust-src component installed, the standard library's files get their local names.
  flags+=--remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$(rustc_commit)$'\x1f'
  for source in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    flags+="--remap-path-prefix=$source=/crates"$'\x1f'
  done
  # Encoded: plain RUSTFLAGS would break at spaces in a path.
  CARGO_ENCODED_RUSTFLAGS=${flags%$'\x1f'} cargo_wasm build --release --lib --target-dir target

  local compiled=target/$wasm_target/release/back_soon.wasm
  local optimized=$made/wasm/back_soon_bg.wasm
  # By content: cargo gives an old file its old time back when only flags have changed.
  if cmp --silent "$compiled" "$made/compiled.wasm" \
    && [[ $optimized -nt build.sh && $optimized -nt extension/package-lock.json ]]; then
    return
  fi
  rm -rf "$made"
  wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
    --out-dir "$made/bindgen" "$compiled"
  mkdir -p "$made/wasm"
  extension/node_modules/.bin/wasm-opt "${wasm_shrinking[@]}" "${wasm_features[@]}" \
    "$made/bindgen/back_soon_bg.wasm" -o "$optimized"
  cp "$compiled" "$made/compiled.wasm" # last: it says that all of the above is done
}

rustc_commit() { rustc --version --verbose | sed -n 's/^commit-hash: //p'; }

# One module: a browser that wakes the background asks for each file in turn, and help waits for the last.
build_background() {
  extension/node_modules/.bin/esbuild extension/background.js --outfile="$made/background.js" \
    --alias:back_soon.js=./target/extension/bindgen/back_soon.js --bundle --minify --format=esm --target=es2022 --log-level=warning
}

# One sheet for every surface, and one more for the options alone.
build_styles() {
  local esbuild=extension/node_modules/.bin/esbuild sheet
  for sheet in all options; do
    # A page can say of a custom property what it may hold (@property), even for a closed root: ours have names of our own there.
    "$esbuild" "extension/style/$sheet.css" --bundle --minify --log-level=warning \
      | sed -E 's/(^|[^[:alnum:]_-])--([a-z])/\1--back-soon-\2/g' > "$made/${sheet/all/style}.css"
  done
}

# One classic script: what is injected into a page can import nothing. It carries the sheet.
build_surface() {
  extension/node_modules/.bin/esbuild extension/surface/main.js --outfile="$made/surface.js" \
    --alias:style.css=./target/extension/style.css --bundle --minify --format=iife --target=es2022 --log-level=warning
}

stage() {
  rm -rf "$unpacked"
  mkdir -p "$unpacked/icons"
  cp -r manifest.json extension/_locales "$made"/{background.js,surface.js,style.css,options.css,wasm} "${pages[@]/#/extension/}" "$unpacked"
  node extension/notices.mjs > "$unpacked/licences.txt"
  cp extension/icons/*.png "$unpacked/icons"
}

pack() {
  local version
  version=$(sed -n '/^\[package\]/,/^$/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
  rm -f dist/back-soon-*.zip
  node extension/pack.mjs "$unpacked" "dist/back-soon-$version.zip" "$version"
}

# --- Demo and bench ----------------------------------------------------------------------------------------------

demo() {
  build
  need_npm_tools tests/browser
  has firefox-esr || need_programs chromium:chromium
  exec node tests/browser/demo.mjs "$unpacked" "$@"
}

# Sizes come from the build itself. Timings are cargo's, and those of the same wasm in Chromium, on this machine.
bench() {
  build
  cargo bench --locked
  bench_in_chromium
  node tests/browser/bench-paint.mjs "$unpacked"
}

bench_in_chromium() {
  need_npm_tools tests/browser
  need_programs chromium:chromium
  local folder=$root/target/bench name=bench_in_browser
  cargo_wasm build --release --example "$name" --target-dir target
  wasm-bindgen --target web --no-typescript --out-dir "$folder" "target/$wasm_target/release/examples/$name.wasm"
  extension/node_modules/.bin/wasm-opt "${wasm_shrinking[@]}" "${wasm_features[@]}" \
    "$folder/${name}_bg.wasm" -o "$folder/${name}_bg.wasm"
  node tests/browser/bench.mjs "$folder"
}

# --- Fuzzing -----------------------------------------------------------------------------------------------------

readonly cargo_fuzz_version=0.13.1

fuzz() {
  local seconds=$1 folder target
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/back-soon/cargo-fuzz-$cargo_fuzz_version
  export PATH=$folder/bin:$PATH
  need_rust
  need_programs node:nodejs
  if [[ ! -x $folder/bin/cargo-fuzz ]]; then
    say "installing cargo-fuzz $cargo_fuzz_version into $folder (once)"
    cargo install cargo-fuzz --version "$cargo_fuzz_version" --root "$folder" --quiet --locked
  fi
  node fuzz/seeds.mjs ../shared/corpus fuzz/corpus
  for target in diagnose retry_after; do
    # Coverage and sanitizers are for nightly compilers; this variable opens them on a stable one.
    RUSTC_BOOTSTRAP=1 cargo fuzz run "$target" -- -max_total_time="$seconds" -timeout=5 -max_len=20000 -print_final_stats=1
  done
}

# --- Tests -------------------------------------------------------------------------------------------------------

passed=0
failed=0
finished=false

run_tests() {
  trap close_tests EXIT
  mkdir -p target
  prepare
  need_lints
  check "Format" cargo fmt --check
  check "Lints, native" cargo clippy --locked --all-targets -- -D warnings
  check "Lints, wasm" cargo_wasm clippy --lib -- -D warnings
  check "Build" build
  count "Tests, native" native_tests
  count "Tests, wasm" wasm_tests
  count "Plain words" plain_words
  check "Types of the JavaScript" check_types
  check "Lints of the extension" lint_extension
  count "End to end, real browsers" browser_tests
  finished=true
}

need_lints() {
  cargo fmt --version > /dev/null 2>&1 && cargo clippy --version > /dev/null 2>&1 && return
  has rustup && rustup component add rustfmt clippy && return
  die "missing: rustfmt, clippy; install them with: rustup component add rustfmt clippy"
}

# The closing line comes whatever happens: a stop half way is a failure too.
close_tests() {
  $finished || failed=$((failed + 1))
  say
  say "$passed passed, $failed failed"
  [[ $failed -eq 0 ]] || exit 1
}

# Runs a part that passes or fails as one.
check() {
  run_part "$@"
  if [[ $part_status -eq 0 ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# Runs a part that counts for itself: by cargo's lines `test result: ok. 3 passed; 0 failed; …`, or by ours,
# `3 passed, 0 failed`.
count() {
  run_part "$@"
  local good bad
  read -r good bad < <(awk '
    /^test result: / { good += $4; bad += $6 }
    /^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3 }
    END { print good + 0, bad + 0 }' "$part_output")
  if [[ $((good + bad)) -eq 0 ]]; then
    say "error: no test was counted in: $1"
    bad=1
  elif [[ $part_status -ne 0 && $bad -eq 0 ]]; then
    say "error: every test that was counted passed, yet the runner failed: $1"
    bad=1
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
}

# Runs a command under a heading. Leaves its exit code in part_status and what it printed in the file part_output.
run_part() {
  local start=$SECONDS
  part_output=$root/target/test-output.txt
  printf '\n=== %s\n' "$1"
  shift
  # Not in an `if`: there, bash would let the command's functions go on after an error.
  set +e
  (
    set -e
    trap - EXIT
    "$@"
  ) 2>&1 | tee "$part_output"
  part_status=${PIPESTATUS[0]}
  set -e
  local end='done'
  [[ $part_status -eq 0 ]] || end=FAILED
  say "--- $end in $((SECONDS - start)) s"
}

# Real gateways stand before servers that fail (tests/gateways). Where they cannot be had the tests that need them are skipped.
native_tests() {
  if has apt-get && [[ $EUID -eq 0 ]]; then
    need_packages "${gateways[@]}"
  fi
  cargo test --locked --no-fail-fast
}

# The runner that came with wasm-bindgen runs them in node.
wasm_tests() {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner cargo_wasm test --lib
}

# The older setuptools has a part that textstat still asks for.
readonly reading_tools=(textstat==0.7.3 pyphen==0.18.1 setuptools==75.8.0)

# Grades the first screens as texts.
plain_words() {
  local folder=${XDG_CACHE_HOME:-$HOME/.cache}/back-soon/textstat-0.7.3
  if [[ ! -x $folder/bin/python ]] || ! "$folder/bin/python" -W ignore -c 'import textstat' 2> /dev/null; then
    need_programs python3:python3
    python3 -c 'import ensurepip' 2> /dev/null || need_packages python3-venv
    say "installing ${reading_tools[0]} into $folder (once)"
    python3 -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check "${reading_tools[@]}"
  fi
  cargo test --locked --quiet --lib first_screens_in_sentences -- --nocapture > target/first-screens.txt
  "$folder/bin/python" -W ignore tests/words/grade.py < target/first-screens.txt
}

check_types() {
  need_npm_tools tests/browser
  local project found=false failed=false
  while IFS= read -r project; do
    found=true
    say "$project"
    tests/browser/node_modules/.bin/tsc --noEmit --checkJs --project "$project" || failed=true
  done < <(find extension tests/browser -name node_modules -prune -o -name 'tsconfig*.json' -print | sort)
  $found || die "there is no tsconfig.json in extension or tests/browser"
  ! $failed
}

lint_extension() {
  need_npm_tools tests/browser
  # Its exit code knows nothing of warnings: the report is judged apart.
  tests/browser/node_modules/.bin/web-ext lint --source-dir "$unpacked" --output json > target/lint.json || true
  node extension/lint.mjs target/lint.json
}

browser_tests() {
  need_npm_tools tests/browser
  # Debian keeps servers where only root looks.
  export PATH=$PATH:/usr/sbin
  need_programs chromium:chromium firefox-esr:firefox-esr nginx:nginx-light haproxy:haproxy
  node tests/browser/run.mjs "$unpacked"
}

main "$@"
