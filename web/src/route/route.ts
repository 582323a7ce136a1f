/** Where one is, read from the address. */

/** What a review is asked for; what is not given is the whole relation, from its beginning until today. */
export interface ReviewPlace {
  from?: string
  until?: string
  /** The dossier that everything is filed under. */
  within?: string
  level?: string
}

export type Route =
  | { page: 'desk' }
  | { page: 'dossier'; id: string }
  /** `at`: the one of many that is meant. */
  | { page: 'directory'; at?: string }
  | { page: 'meetings'; at?: string }
  | { page: 'meeting'; id: string }
  | { page: 'instruments' }
  | { page: 'instrument'; id: string }
  | { page: 'commitment'; id: string }
  | { page: 'review'; of?: ReviewPlace }
  | { page: 'register' }
  /** What the other side has not signed for. */
  | { page: 'waits' }
  /** How the node is, for its operators. */
  | { page: 'operation' }
  | { page: 'nowhere' }

/** Ids are fingerprints: anything else in their place is no address of ours. */
const ID = /^[0-9a-f]+$/

const REVIEW = ['from', 'until', 'within', 'level'] as const

/** Pages of one dossier, by the first word of their address. */
const ONE = {
  dossiers: 'dossier',
  meetings: 'meeting',
  instruments: 'instrument',
  commitments: 'commitment',
} as const

/** `address`: path, search and fragment. */
export function routeOf(address: string): Route {
  const [beforeHash = '', at = ''] = address.split('#', 2)
  const [path = '', search = ''] = beforeHash.split('?', 2)
  const [first, second, ...more] = path.split('/').filter((part) => part !== '')
  if (first === undefined) return { page: 'desk' }
  if (more.length > 0 || (second !== undefined && !ID.test(second))) return { page: 'nowhere' }
  if (second !== undefined) {
    const page = Object.hasOwn(ONE, first) ? ONE[first as keyof typeof ONE] : null
    return page === null ? { page: 'nowhere' } : { page, id: second }
  }
  switch (first) {
    case 'directory':
    case 'meetings':
      return ID.test(at) ? { page: first, at } : { page: first }
    case 'review': {
      const params = new URLSearchParams(search)
      const of = Object.fromEntries(
        REVIEW.flatMap((name) => (params.has(name) ? [[name, params.get(name)]] : [])),
      ) as ReviewPlace
      return Object.keys(of).length === 0 ? { page: 'review' } : { page: 'review', of }
    }
    case 'instruments':
    case 'register':
    case 'waits':
    case 'operation':
      return { page: first }
    default:
      return { page: 'nowhere' }
  }
}

export function pathOf(route: Route): string {
  switch (route.page) {
    case 'dossier':
    case 'meeting':
    case 'instrument':
    case 'commitment':
      return `/${route.page}s/${route.id}`
    case 'directory':
    case 'meetings':
      return route.at === undefined ? `/${route.page}` : `/${route.page}#${route.at}`
    case 'review': {
      const given = Object.entries(route.of ?? {}).filter(([, value]) => value !== undefined)
      return given.length === 0 ? '/review' : `/review?${new URLSearchParams(given)}`
    }
    case 'instruments':
    case 'register':
    case 'waits':
    case 'operation':
      return `/${route.page}`
    default:
      return '/'
  }
}

/** What plays a part has a page, or a place on one; everything else is a ladder. */
export function routeTo({ id, plays }: { id: string; plays: string | null }): Route {
  switch (plays) {
    case 'instrument':
    case 'meeting':
    case 'commitment':
      return { page: plays, id }
    case 'directory':
      return { page: 'directory', at: id }
    case 'series':
      return { page: 'meetings', at: id }
    default:
      return { page: 'dossier', id }
  }
}
