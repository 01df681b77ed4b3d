/**
 * Tokens → a tree of conditions. Words stand for "and", `OR` binds weaker, a minus or `NOT` stronger than both:
 * `a b OR c` is (a and b) or c.
 */
import { QueryError } from './query-error.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Leaf = Extract<Token, { readonly text: string }>;

export type Condition =
  | { readonly is: 'leaf'; readonly leaf: Leaf }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] };

/** Deeper is a mistake, and costs stack. */
const deepest = 50;

/** undefined when nothing is asked. */
export function parseQuery(query: string): Condition | undefined {
  const tokens = tokensOf(query);
  const end = Array.from(query).length + 1;
  let next = 0;
  const fail = (at: number, why: string): QueryError => new QueryError(query, at, why);

  function either(depth: number): Condition {
    const sides = [all(depth)];
    while (tokens[next]?.kind === 'or') {
      next += 1;
      sides.push(all(depth));
    }
    const [only] = sides;
    return sides.length === 1 && only !== undefined ? only : { is: 'or', of: sides };
  }

  function all(depth: number): Condition {
    const parts: Condition[] = [];
    for (let token = tokens[next]; token !== undefined; token = tokens[next]) {
      if (token.kind === 'or' || token.kind === ')') break;
      if (isAnd(token)) {
        next += 1;
        continue;
      }
      parts.push(one(token, depth));
    }
    const [only] = parts;
    if (only === undefined) throw fail(tokens[next]?.at ?? end, missing(tokens[next], tokens[next - 1]));
    return parts.length === 1 ? only : { is: 'and', of: parts };
  }

  function one(token: Token, depth: number): Condition {
    if (depth > deepest) throw fail(token.at, `it is nested more than ${deepest} times`);
    next += 1;
    if (token.kind === 'not') {
      const of = tokens[next];
      if (of === undefined || of.kind === ')' || of.kind === 'or')
        throw fail(token.at, 'nothing stands behind it that could be left out');
      return { is: 'not', of: one(of, depth + 1) };
    }
    if (token.kind === '(') {
      if (tokens[next]?.kind === ')') throw fail(token.at, 'there is nothing between these parentheses');
      const unclosed = 'this parenthesis is never closed';
      if (tokens[next] === undefined) throw fail(token.at, unclosed);
      const inside = either(depth + 1);
      if (tokens[next]?.kind !== ')') throw fail(token.at, unclosed);
      next += 1;
      return inside;
    }
    if (!('text' in token)) throw fail(token.at, missing(token, undefined));
    return { is: 'leaf', leaf: token };
  }

  if (tokens.length === 0) return undefined;
  const condition = either(1);
  const rest = tokens[next];
  if (rest !== undefined) throw fail(rest.at, 'this parenthesis closes nothing');
  return condition;
}

/** Two words side by side are an "and" already; written out it says the same. */
function isAnd(token: Token): boolean {
  return token.kind === 'word' && token.text === 'AND';
}

function missing(token: Token | undefined, before: Token | undefined): string {
  if (token?.kind === ')' && before === undefined) return 'this parenthesis closes nothing';
  return before?.kind === 'or' ? 'nothing stands behind OR' : 'something is missing here';
}
