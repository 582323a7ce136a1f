/** What this page recorded, by its leaf: its officer need not be told that it came in between. */
const own = new Set<string>()

export function noteOwn(leaf: string): void {
  own.add(leaf)
}

export function isOwn({ leaf }: { leaf: string }): boolean {
  return own.has(leaf)
}
