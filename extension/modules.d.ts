// What the build makes of files that are no JavaScript.

declare module '*.css' {
  const text: string;
  export default text;
}

declare module 'back_soon.js' {
  /** Starts the core. */
  export default function start(from: { module_or_path: string }): Promise<unknown>;
  /** Whether a tab waits on an outage. */
  export function concerns(tab: number): boolean;
  /** Hands an event to the core. */
  export function deliver(event: string, details?: unknown): Promise<any>;
}
