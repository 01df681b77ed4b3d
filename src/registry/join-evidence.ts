/** Evidence of an entry with what an import brings: each finding once, and a copy of its page where one is given. */
import type { RegistryEvidence } from './registry.ts';

export interface JoinedEvidence {
  readonly evidence: readonly RegistryEvidence[];
  readonly grown: boolean;
}

export function joinEvidence(known: readonly RegistryEvidence[], offered: readonly RegistryEvidence[]): JoinedEvidence {
  const evidence = [...known];
  const findings = known.map(findingKey);
  let grown = false;
  for (const one of offered) {
    const finding = findingKey(one);
    const place = findings.indexOf(finding);
    const mine = evidence[place];
    if (mine === undefined) {
      findings.push(finding);
      evidence.push(one);
      grown = true;
      continue;
    }
    const joined = withCopy(mine, one);
    grown ||= joined !== mine;
    evidence[place] = joined;
  }
  return { evidence, grown };
}

export function findingKey({ type, source, url, quote, date, by }: RegistryEvidence): string {
  return JSON.stringify([type, source, url, quote, date?.getTime(), by]);
}

/**
 * A page retrieved again has another copy, which is no other finding: the first one stays. What is blank is filled in
 * only where nothing differs, so that an archive link is never put beside the hash of another retrieval.
 */
function withCopy(mine: RegistryEvidence, one: RegistryEvidence): RegistryEvidence {
  const agrees =
    fits(mine.archiveUrl, one.archiveUrl) &&
    fits(mine.retrievedAt?.getTime(), one.retrievedAt?.getTime()) &&
    fits(mine.contentHash, one.contentHash);
  const brings =
    (mine.archiveUrl ?? one.archiveUrl) !== mine.archiveUrl ||
    (mine.retrievedAt ?? one.retrievedAt) !== mine.retrievedAt ||
    (mine.contentHash ?? one.contentHash) !== mine.contentHash;
  if (!agrees || !brings) return mine;
  return {
    ...mine,
    archiveUrl: mine.archiveUrl ?? one.archiveUrl,
    retrievedAt: mine.retrievedAt ?? one.retrievedAt,
    contentHash: mine.contentHash ?? one.contentHash,
  };
}

function fits(mine: string | number | undefined, other: string | number | undefined): boolean {
  return mine === undefined || other === undefined || mine === other;
}
