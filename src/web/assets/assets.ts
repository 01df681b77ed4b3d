/**
 * The files of the page, as text in modules: they are there under tsx, after `tsc`, and in a package, without a step
 * that copies them.
 */
import { apiScript } from './api-script.ts';
import { appScript } from './app-script.ts';
import { boardScript } from './board-script.ts';
import { commandLineScript } from './command-line-script.ts';
import { elementScript } from './element-script.ts';
import { icon } from './icon.ts';
import { messageStyle } from './message-style.ts';
import { pageStyle } from './page-style.ts';

export interface Asset {
  readonly type: string;
  readonly text: string;
}

const script = (text: string): Asset => ({ type: 'text/javascript; charset=utf-8', text });

export const assets: ReadonlyMap<string, Asset> = new Map([
  ['/assets/app.js', script(appScript)],
  ['/assets/api.js', script(apiScript)],
  ['/assets/board.js', script(boardScript)],
  ['/assets/command-line.js', script(commandLineScript)],
  ['/assets/element.js', script(elementScript)],
  ['/assets/app.css', { type: 'text/css; charset=utf-8', text: pageStyle + messageStyle }],
  ['/assets/icon.svg', { type: 'image/svg+xml; charset=utf-8', text: icon }],
]);
