/** A declared thing by its name, and nothing inherited: `constructor` is the name of no act. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
