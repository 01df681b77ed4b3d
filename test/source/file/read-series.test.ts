import { describe, expect, it } from 'vitest';
import { readSeries } from '../../../src/source/file/read-series.ts';

describe('readSeries', () => {
  it('reads dates and hours with counts, with or without a header', () => {
    expect(readSeries('date,posts\n2021-03-20,1744\n2021-03-21,1331\n', 'a.csv')).toEqual([
      { at: new Date('2021-03-20T00:00:00Z'), count: 1744 },
      { at: new Date('2021-03-21T00:00:00Z'), count: 1331 },
    ]);
    expect(readSeries('2021-03-20T05:00Z;7\n', 'a.csv')).toEqual([{ at: new Date('2021-03-20T05:00:00Z'), count: 7 }]);
  });

  it('finds the columns by name among others', () => {
    expect(readSeries('series,hour,count\nA,2021-03-20 05:00,7\n', 'a.csv')[0]?.count).toBe(7);
  });

  it('names file and line of what is wrong', () => {
    expect(() => readSeries('', 'a.csv')).toThrow('a.csv is empty');
    expect(() => readSeries('date,posts\n2021-03-20,1\n2021-13-20,1\n', 'a.csv')).toThrow('a.csv line 3: "2021-13-20"');
    expect(() => readSeries('date,posts\n2021-03-20,many\n', 'a.csv')).toThrow('a.csv line 2: "many" is no count');
    expect(() => readSeries('date,posts\n2021-03-20,-1\n', 'a.csv')).toThrow('is no count');
    expect(() => readSeries('a,b,c\n1,2,3\n', 'a.csv')).toThrow('expected a column of times');
  });
});
