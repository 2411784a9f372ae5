// What the elements of a surface were drawn as. In a page that failed they are in the page's own document, and a page that gets
// hold of one may write over what stands there: what a press does is never read from the document.

/** @type {WeakMap<Element, Record<string, string>>} */
const attributes = new WeakMap();

/**
 * For the painter: remembers what an element is drawn as, whenever it is drawn.
 * @param {Record<string, string>} drawn
 * @returns {(element: Element | null) => void}
 */
export function remembering(drawn) {
  return (element) => void (element && attributes.set(element, drawn));
}

/**
 * The attributes that an element was drawn with; none for what is not ours.
 * @param {Element} element
 */
export function drawnWith(element) {
  return attributes.get(element) ?? {};
}
