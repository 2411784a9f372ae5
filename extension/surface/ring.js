// The countdown.

import { Component, h } from 'preact';
import { tell } from './talk.js';

/**
 * A ring that empties, with the seconds in it. Counts only while it can be seen, and says once that it is over.
 * @extends {Component<{ from: number, until: number }>}
 */
export class Ring extends Component {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  over = false;

  tick = () => {
    clearTimeout(this.timer);
    if (document.hidden) return;
    const left = this.props.until - Date.now();
    this.forceUpdate();
    if (left > 0) {
      this.timer = setTimeout(this.tick, left % 1000 || 1000);
    } else if (!this.over) {
      this.over = true;
      tell({ kind: 'due' });
    }
  };

  componentDidMount() {
    document.addEventListener('visibilitychange', this.tick);
    this.tick();
  }

  componentWillUnmount() {
    document.removeEventListener('visibilitychange', this.tick);
    clearTimeout(this.timer);
  }

  render() {
    const { from, until } = this.props;
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const whole = Math.max(1, Math.ceil((until - from) / 1000));
    const circle = { cx: 20, cy: 20, r: 17, pathLength: 100 };
    const words = left < 100 ? String(left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    return h('span', { class: 'ring', role: 'timer' }, [
      h('svg', { viewBox: '0 0 40 40', 'aria-hidden': 'true' }, [
        h('circle', { class: 'track', ...circle }),
        // Where it will be in a second: the style sheet moves it there.
        h('circle', { class: 'left', ...circle, 'stroke-dashoffset': 100 - (100 * Math.max(0, left - 1)) / whole }),
      ]),
      h('b', { class: words.length > 3 ? 'long' : undefined }, words),
    ]);
  }
}
