/** @throws Error `bad-option` naming the option */
export function urlOf(option: string, given: string): URL {
  const found = URL.parse(given)
  if (found?.protocol === 'http:' || found?.protocol === 'https:') return found
  throw new Error(`bad-option: ${option} has to be of the form http://host:port`)
}
