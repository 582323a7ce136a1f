/**
 * Reads that need nothing of each other, asked together: the answers come in one way to the database and back.
 * Rejects with the first failure, but only when none is under way any more: a transaction that ended may not be
 * asked on.
 */
export async function allOf<T extends readonly unknown[]>(
  reads: readonly [...{ [K in keyof T]: PromiseLike<T[K]> | T[K] }],
): Promise<T> {
  const together = Promise.all(reads)
  together.catch(() => undefined)
  await Promise.allSettled(reads)
  return (await together) as unknown as T
}
