/** What stands beside the box of a field, by its id: whoever hears the page hears it with the box. */
export function helpId(id: string): string {
  return `${id}-help`
}

export function wrongId(id: string): string {
  return `${id}-wrong`
}

/** One of them that is not there is passed over. */
export function described(id: string): { 'aria-describedby': string } {
  return { 'aria-describedby': `${helpId(id)} ${wrongId(id)}` }
}
