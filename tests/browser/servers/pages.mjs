// The pages that our sites show when they work, and the ones they show instead when they do not.

/** What a working site shows. The words are what the stories look for. */
export const shopWords = 'Welcome to the shop';

/** @param {string} title @param {string} body */
function page(title, body) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  body { font: 17px/1.5 system-ui, sans-serif; margin: 0; color: #23303b; background: #f5f2ea; }
  header { background: #1f5f58; color: #fff; padding: 1.2rem 2rem; }
  main { max-width: 46rem; margin: 2rem auto; padding: 0 1.5rem; }
  ul { padding-left: 1.2rem; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

export const shopPage = page(
  'The shop',
  `<header><h1>${shopWords}</h1></header><main><p>Bread, tea and lamps. Open again.</p></main>`,
);

/** A page of the shop's own for trouble: many words, links, an image, a form. Worth keeping in sight. */
export const richErrorPage = page(
  'The shop: something broke',
  `<header><h1>The shop</h1><nav><a href="/">Home</a> <a href="/tea">Tea</a> <a href="/lamps">Lamps</a> <a href="/help">Help</a></nav></header>
<main>
<h2>Our kitchen is on fire. Not literally.</h2>
<svg width="120" height="80" role="img" aria-label="A teapot"><rect x="20" y="20" width="70" height="50" rx="20" fill="#1f5f58"/></svg>
<img alt="A lamp" width="60" height="60" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
${Array.from({ length: 6 }, (_, index) => `<p>Paragraph ${index + 1}. We are sorry that the shop does not work at the moment. Our people know
about it and look for the cause. Your basket is safe, nothing that you ordered is lost, and the parcels of today are on
their way. While you wait you may want to read how our tea is grown, or write to us, and we answer the same day.</p>`).join('\n')}
<ul><li><a href="/status">What works and what does not</a></li><li><a href="/contact">Write to us</a></li></ul>
<form action="/search"><label>Search <input name="q"></label> <button>Find</button></form>
</main>`,
);

export const maintenancePage = page(
  'The shop: back at noon',
  `<header><h1>The shop</h1></header><main><h2>Down for maintenance</h2>
<p>We are making the shop better and will be back shortly.</p></main>`,
);

export const formPage = page(
  'The shop: order',
  `<header><h1>Order</h1></header><main><form method="post" action="/order">
<label>What <input name="what" value="tea"></label> <button id="send">Send the order</button></form></main>`,
);

export const orderedPage = page('The shop: ordered', '<header><h1>Thank you for your order</h1></header>');

/** A short page of a site, for anything that only has to be there. @param {string} words */
export function shortPage(words) {
  return page(words, `<header><h1>${words}</h1></header>`);
}
