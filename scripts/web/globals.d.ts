/* What the scripts of the cockpit share by `window`, and the libraries that are served beside them. */

/** An option of plain JSON for ECharts, or a figure for Plotly. */
type Json = Record<string, any>;

/** A component as the server sends it: `{ type, props }`, a text, a number, or a list of these. */
type Tree = any;

interface ChartBox {
  [name: string]: any;
}

/** What `components/` and `assets/*.js` offer each other. */
interface Cockpit {
  /** Path below which the application is served, on documents without Dash; ends with a slash. */
  prefix: string;
  /** The address of a path of the application, wherever that is served. */
  address(url: string): string;
  /** The path of a page inside the application. */
  local(pathname: string): string;
  /** Whether nothing may move: a picture is taken, or the reader asked for calm. */
  still(): boolean;
  /** Opens an address of the application without loading the document again. */
  go(href: string, options?: Json): void;
  /** Draws a component tree with React. */
  tree(tree: Tree): any;
  /** Marks the page as not yet painted (see `10-ready.js`). */
  unready(): void;
  [name: string]: any;
}

/** What the scripts of `assets/wall` offer each other. */
interface Wall {
  config: Json;
  [name: string]: any;
}

interface Window {
  cockpit: Cockpit;
  wall: Wall;
  /** Set by the program that takes pictures. */
  cockpitStill?: boolean;
  /** In a paper: fulfilled when its charts stand. */
  drawn?: Promise<unknown>;
  components: Record<string, any>;
  React: any;
  ReactDOM: any;
  Plotly: any;
  echarts: any;
  dash_clientside: any;
}

interface Performance {
  /** Chromium only. */
  memory?: { usedJSHeapSize: number };
}

/* A selector says what kind of element it finds; the compiler cannot read it. */
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}

interface Element {
  closest(selectors: string): any;
}
