// The focus, and what a control is for: when what is shown is drawn anew, the reader stays at what they were about.

/** What tells no purpose: it changes with what is shown. */
const PASSING = ['data-copy', 'data-copied', 'data-confirm', 'data-state'];

/** What each of many rows has. Where its row is gone, the one that has come into its place is as good; else the last. */
const OF_ROWS = '[data-remove], [data-erase]:not([data-erase=all])';

const CONTROLS = 'button, a[href], input, select, summary';

/**
 * What a control is for, whatever stands on it and wherever it stands. Empty where it does not say.
 * @param {Element} control
 */
export function purpose(control) {
  const names = control.getAttributeNames().filter((name) => name.startsWith('data-') && !PASSING.includes(name));
  return names.map((name) => `${name}=${control.getAttribute(name)}`).join();
}

/**
 * Draws, and sees to it that the focus stays with what the control under it was for. Where that is gone it goes to what is
 * nearest, and never out of what is shown.
 * @param {HTMLElement} root
 * @param {() => void} redraw
 */
export function keepingFocus(root, redraw) {
  const before = focused(root);
  const wanted = before && purpose(before);
  const ofRow = before?.matches(OF_ROWS);
  /** @type {Element[]} From the nearest to the root. */
  const around = [];
  for (let each = before?.parentElement; each && root.contains(each); each = each.parentElement) around.push(each);
  redraw();
  if (!before) return;
  const now = focused(root);
  if (now === before && purpose(now) === wanted) return;
  const same = wanted && controls(root).find((control) => purpose(control) === wanted);
  if (same) return same.focus();
  if (now === before && ofRow && now.matches(OF_ROWS)) return;
  const next = nearest(around, ofRow);
  if (next) return next.focus();
  // Nothing is left to be pressed: the headline, so that what is read goes on from there.
  const place = root.querySelector('h1') ?? root;
  place.tabIndex = -1;
  place.focus();
}

/**
 * @param {Element[]} around
 * @param {boolean | undefined} ofRow
 */
function nearest(around, ofRow) {
  for (const place of around.filter(({ isConnected }) => isConnected)) {
    const found = controls(place).filter(({ ariaDisabled }) => ariaDisabled !== 'true');
    const control = (ofRow && found.filter((each) => each.matches(OF_ROWS)).at(-1)) || found[0];
    if (control) return control;
  }
}

/** @param {Element} place */
function controls(place) {
  return /** @type {HTMLElement[]} */ ([...place.querySelectorAll(CONTROLS)]).filter((control) => control.checkVisibility());
}

/**
 * The control in `root` that has the focus.
 * @param {HTMLElement} root
 */
function focused(root) {
  const active = /** @type {Document | ShadowRoot} */ (root.getRootNode()).activeElement;
  return active instanceof HTMLElement && active !== root && root.contains(active) ? active : undefined;
}
