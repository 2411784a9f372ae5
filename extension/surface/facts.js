// What a page that failed tells of itself: what came, and how much of it there is to see.

/** Resolves when the document can be read: parsed, or there for a second. */
export function documentThere() {
  return new Promise((resolve) => {
    const look = () => document.documentElement && document.readyState !== 'loading' && resolve(undefined);
    look();
    document.addEventListener('readystatechange', look);
    setTimeout(() => document.documentElement && resolve(undefined), 1000);
  });
}

export function documentFacts() {
  const root = document.documentElement;
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const count = (/** @type {string} */ selector) => document.querySelectorAll(selector).length;
  return {
    address: location.href,
    status: entry?.responseStatus ?? 0,
    started: performance.timeOrigin,
    html: root.outerHTML.slice(0, 16384),
    content: {
      words: wordsIn(document.body ?? root),
      images: count(':root :is(img, svg, video, canvas, object, embed)'),
      forms: count('form, input:not([type=hidden]), select, textarea'),
    },
    refreshes: count('meta[http-equiv=refresh i]') > 0,
  };
}

/** What has text that nobody reads. */
const UNREAD = ['script', 'style', 'noscript', 'template'];

/**
 * About how many words there are to be read, without having the page laid out for it.
 * @param {Element} root
 */
function wordsIn(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, ({ parentElement: parent }) =>
    parent && (UNREAD.includes(parent.localName) || parent.hidden) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let read = '';
  while (read.length < 20000 && texts.nextNode()) read += ` ${texts.currentNode.nodeValue}`;
  return read.split(/\s+/).filter(Boolean).length;
}
