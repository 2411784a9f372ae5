// The index page of the demo: a street of small sites, each with a button that breaks it.

/** @typedef {import('./scenes.mjs').Trouble} Trouble */

/** @param {Trouble[]} troubles */
export function indexPage(troubles) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Back Soon: a street that breaks</title>
<style>${style}</style>
</head>
<body>
<header>
  <h1>A street that breaks</h1>
  <p>These small sites run on this computer. Press a button to break one, and see what Back Soon does about it.</p>
</header>
<main>
${troubles.map(tile).join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** @param {Trouble} trouble */
function tile({ id, site, title, text, tabs }) {
  return `<section id="${id}">
  <h2>${title}</h2>
  <p>${text}</p>
  <p class="foot"><a href="/break/${id}" target="_blank">${tabs > 1 ? `Break it in ${tabs} tabs` : 'Break it and go there'}</a>
  <span class="state">works</span></p>
  <p class="site">${site}</p>
</section>`;
}

const style = `
  :root { color-scheme: light dark; --paper: #fbfaf6; --ink: #1d2126; --soft: #5a5f66; --box: #fff; --line: #e4e1d8; --live: #10756b; --warm: #b4401f; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #15171a; --ink: #eceae4; --soft: #a3a8b0; --box: #1d2025; --line: #31353c; --live: #4fd1c1; --warm: #ff9a76; }
  }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 70rem; padding: 3rem 1.5rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
  h1 { margin: 0; font-size: 2.2rem; letter-spacing: -0.02em; }
  header p { margin: .4rem 0 2rem; color: var(--soft); font-size: 1.1rem; }
  main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); }
  section { display: flex; flex-direction: column; padding: 1.2rem 1.3rem; border: 1px solid var(--line); border-radius: 14px; background: var(--box); }
  h2 { margin: 0 0 .3rem; font-size: 1.1rem; }
  section p { margin: 0; color: var(--soft); }
  .foot { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin-top: auto; padding-top: 1rem; }
  .site { padding-top: .7rem; font: 12px/1 ui-monospace, monospace; }
  a { padding: .45rem .9rem; border-radius: 9px; background: var(--live); color: var(--paper); font-weight: 600; text-decoration: none; }
  a:focus-visible { outline: 3px solid var(--live); outline-offset: 2px; }
  .state { color: var(--live); font-size: .9rem; }
  .broken .state { color: var(--warm); }
`;

// Each second the page asks what is broken, for how much longer.
const script = `
  async function look() {
    const state = await (await fetch('/state')).json();
    for (const [id, seconds] of Object.entries(state)) {
      const tile = document.getElementById(id);
      tile.classList.toggle('broken', seconds > 0);
      tile.querySelector('.state').textContent = seconds === 0 ? 'works' : seconds < 3600 ? 'broken, ' + seconds + ' s to go' : 'broken';
    }
  }
  setInterval(() => look().catch(() => {}), 1000);
  look();
`;
