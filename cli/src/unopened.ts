/** What cannot even be begun with, in the form of every failure; one file of several ends nothing. */
import { type Language, say } from './words.ts'

/** The sentence of each word says what to do. */
const CODES = {
  'no-file': 'not-found',
  'too-big': 'too-large',
  'bad-keys': 'bad-keys',
  'bad-witness': 'bad-option',
  'bundle-not-heard': 'bad-option',
} as const
export type Unopened = keyof typeof CODES

export function unopenedLine(language: Language, word: Unopened, about: string): string {
  return `counterpart: ${CODES[word]}: ${about}: ${say(language, word)}`
}
