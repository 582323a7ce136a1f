/** Where one is, read from the address. */

export type Route =
  | { page: 'desk' }
  | { page: 'dossier'; id: string }
  | { page: 'instruments' }
  | { page: 'instrument'; id: string }
  | { page: 'register' }
  | { page: 'nowhere' }

/** Ids are fingerprints: anything else in their place is no address of ours. */
const ID = /^[0-9a-f]+$/

export function routeOf(path: string): Route {
  const [first, second, ...more] = path.split('/').filter((part) => part !== '')
  if (first === undefined) return { page: 'desk' }
  if (more.length > 0 || (second !== undefined && !ID.test(second))) return { page: 'nowhere' }
  if (first === 'dossiers' && second !== undefined) return { page: 'dossier', id: second }
  if (first === 'instruments')
    return second === undefined ? { page: 'instruments' } : { page: 'instrument', id: second }
  if (first === 'register' && second === undefined) return { page: 'register' }
  return { page: 'nowhere' }
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'dossier':
      return `/dossiers/${route.id}`
    case 'instrument':
      return `/instruments/${route.id}`
    case 'instruments':
    case 'register':
      return `/${route.page}`
    default:
      return '/'
  }
}

/** What plays an instrument has a page of its own; everything else is a ladder. */
export function routeTo(row: { id: string; plays: string | null }): Route {
  return row.plays === 'instrument' ? { page: 'instrument', id: row.id } : { page: 'dossier', id: row.id }
}
