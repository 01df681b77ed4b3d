/** Names for the installation and its people that say nothing about them and are the same in all its exports. */
import { createHmac } from 'node:crypto';

export function installationOf(secret: string): string {
  return digest(secret, 'export:installation').slice(0, 16);
}

/** Who judged stays at home: analysts of this field are harassed for their work. */
export function analystPseudonym(name: string, secret: string): string {
  return `analyst-${digest(secret, `export:analyst:${name}`).slice(0, 6)}`;
}

function digest(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
