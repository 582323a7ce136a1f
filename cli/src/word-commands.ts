/** The commands in which two operators put something on record at the node that runs. */
import type { Command } from 'commander'
import type { Dialogue } from './word-of-two.ts'
import type { Language } from './words.ts'

interface WordOfTwo {
  name: string
  description: string
  say: (data: string, dialogue: Omit<Dialogue, 'confirm'>) => Promise<void>
}

const WORDS: readonly WordOfTwo[] = [
  {
    name: 'confirm-start',
    description:
      'while the line is down: two operators put on record how they know that a started node is no older copy, so that it records again',
    async say(data, dialogue) {
      const { confirmStarted, readStarts } = await import('@counterpart/server')
      const { confirmStarts } = await import('./confirm-start.ts')
      await confirmStarts(await readStarts(data), {
        ...dialogue,
        confirm: (word) => confirmStarted(data, word),
      })
    },
  },
  {
    name: 'confirm-clock',
    description:
      "while the counterpart states another time: two operators put on record with what they compared this node's clock, so that it records again",
    async say(data, dialogue) {
      const { confirmClockOf, readStarts } = await import('@counterpart/server')
      const { confirmClocks } = await import('./confirm-clock.ts')
      await confirmClocks(await readStarts(data), {
        ...dialogue,
        confirm: (word) => confirmClockOf(data, word),
      })
    },
  },
  {
    name: 'give-back',
    description:
      'when the counterpart has lost its database: two operators put on record how they know, so that it has back what this node keeps for it',
    async say(data, dialogue) {
      const { allowGivingBack, readStarts } = await import('@counterpart/server')
      const { allowGiving } = await import('./give-back.ts')
      await allowGiving(await readStarts(data), {
        ...dialogue,
        confirm: (word) => allowGivingBack(data, word),
      })
    },
  },
]

/** What is said is typed there and then, and never given as an option. */
export function addWords(program: Command, answeredIn: () => Language): void {
  for (const { name, description, say } of WORDS)
    program
      .command(name)
      .description(description)
      .requiredOption('--config <file>', 'configuration of the node that runs')
      .action(async ({ config }: { config: string }) => {
        const { readConfig } = await import('@counterpart/server')
        const print = (line: string) => void process.stdout.write(line)
        await say(readConfig(config, process.env).data, {
          language: answeredIn(),
          input: process.stdin,
          print,
        })
      })
}
