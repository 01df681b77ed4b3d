/**
 * Lets calls run one after the other. Writers of posts wait for each other in the database anyway; waiting here
 * instead keeps the connections of the pool free for questions.
 */
export function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
