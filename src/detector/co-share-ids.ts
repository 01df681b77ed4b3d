/** Numbers for ids that come and go: a number is given again once nothing has it any more, so that no years pile up. */

export interface CountedIds {
  /** All numbers given so far are below this. */
  readonly length: number;
  /** Number of the id, in use once more. */
  take(id: string): number;
  /** In use once less. @returns whether the number is free now */
  release(number: number): boolean;
  at(number: number): string | undefined;
}

export function createCountedIds(): CountedIds {
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  const uses: number[] = [];
  const free: number[] = [];
  return {
    get length() {
      return ids.length;
    },
    take(id) {
      const number = numbers.get(id) ?? free.pop() ?? ids.length;
      if ((uses[number] ?? 0) === 0) {
        numbers.set(id, number);
        ids[number] = id;
      }
      uses[number] = (uses[number] ?? 0) + 1;
      return number;
    },
    release(number) {
      const left = (uses[number] ?? 0) - 1;
      uses[number] = left;
      if (left > 0) return false;
      numbers.delete(ids[number] ?? '');
      ids[number] = '';
      free.push(number);
      return true;
    },
    at: (number) => ids[number],
  };
}
