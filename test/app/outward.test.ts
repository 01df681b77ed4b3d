import { describe, expect, it } from 'vitest';
import { createOutwardCheck } from '../../src/app/outward.ts';

const names: Readonly<Record<string, readonly string[]>> = {
  'lists.example': ['93.184.216.34', '2606:2800:220:1::1'],
  'inside.example': ['10.0.0.7'],
  'both.example': ['93.184.216.34', '127.0.0.1'],
};

const mayReach = createOutwardCheck(async (host) => {
  const addresses = names[host];
  if (addresses === undefined) throw new Error('ENOTFOUND');
  return addresses;
});

function ask(address: string): Promise<string> {
  return mayReach(new URL(address)).then(
    () => 'allowed',
    (error: unknown) => (error instanceof Error ? error.message : 'thrown'),
  );
}

describe('an address that is read from outside', () => {
  it.each(['https://lists.example/a.csv', 'https://93.184.216.34/', 'https://[2606:2800:220:1::1]/'])(
    'may be %s',
    async (address) => {
      expect(await ask(address)).toBe('allowed');
    },
  );

  it.each([
    'https://inside.example/a.csv',
    'https://both.example/a.csv',
    'https://127.0.0.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
  ])('is never %s', async (address) => {
    expect(await ask(address)).toContain('inside this network');
  });

  it('is read over TLS only, and must have an address', async () => {
    expect(await ask('http://lists.example/')).toBe('lists.example was to be read without TLS');
    expect(await ask('https://nobody.example/')).toBe('nobody.example has no address that can be found');
  });
});
