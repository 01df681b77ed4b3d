/** Remembers what was made of texts that come again and again: accounts, tags and links of a file. */

/** Posts of a file name some ten thousand tags and links; beyond this, all is forgotten and remembered anew. */
const most = 20_000;

export function remembered<Made>(make: (text: string) => Made): (text: string) => Made {
  const made = new Map<string, Made>();
  return (text) => {
    const before = made.get(text);
    if (before !== undefined) return before;
    if (made.size >= most) made.clear();
    // A copy: a piece of a text keeps the whole of it in memory, and a cell is a piece of what was read at once.
    const own = Buffer.from(text).toString();
    const now = make(own);
    made.set(own, now);
    return now;
  };
}
