import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with the one line that CI counts, after a line for every project that ran. */
export default class PlainCount implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const total = { passed: 0, failed: 0, skipped: 0 };
    const byProject = new Map<string, typeof total>();
    for (const module of modules) {
      const project = byProject.get(module.project.name) ?? { passed: 0, failed: 0, skipped: 0 };
      byProject.set(module.project.name, project);
      if (module.errors().length > 0) {
        project.failed += 1;
        total.failed += 1;
      }
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'pending') continue;
        project[state] += 1;
        total[state] += 1;
      }
    }
    for (const [name, count] of byProject) {
      console.log(`${name} ${count.passed} passed ${count.failed} failed ${count.skipped} skipped`);
    }
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  }
}
