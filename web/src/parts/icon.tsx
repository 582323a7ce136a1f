const PATHS = {
  plus: 'M8 3v10M3 8h10',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  back: 'M10 4L6 8l4 4',
  check: 'M3.5 8.500l3 3 6-7',
  close: 'M4 4l8 8M12 4l-8 8',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  save: 'M8 2.500v8M4.5 7.500L8 11l3.5-3.500M3 13.500h10',
  copy: 'M6 6V3h7v7h-3M3 6h7v7H3z',
  pair: 'M5.5 7.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2 13c0-2 1.5-3.5 3.5-3.500S9 11 9 13M11 8a1.7 1.7 0 1 0 0-3.400M10.8 10c2 0 3.2 1.2 3.2 3',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2.2 1.6',
  pause: 'M5.5 4v8M10.5 4v8',
  cross: 'M2.5 5h3l5 6h3M2.5 11h3l5-6h3',
  reply: 'M6.5 4L3 7.5 6.5 11M3 7.500h6a4 4 0 0 1 4 4V13',
  out: 'M9.5 3H13v10H9.500M2.5 8H10M7 5l3 3-3 3',
  print: 'M4.5 6V2.500h7V6M4.5 11.500H2.500V6h11v5.500h-2M4.5 9.500h7v4h-7z',
  stop: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4 4.200l8 7.6',
  seal: 'M8 1.800l5 2v4c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.400v-4zM5.8 8l1.6 1.6 3-3.4',
  ask: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.300c.1-1 .9-1.600 1.800-1.600 1 0 1.800.700 1.800 1.600 0 1.300-1.800 1.300-1.800 2.700M8 11.200v.1',
  over: 'M2 12c.5-4 3-6 5.500-6s4.300 1.600 5.200 4M13.500 5.500l-.6 4.700-4.500-1.300',
  up: 'M8 13V3M4 7l4-4 4 4',
} as const

export type IconName = keyof typeof PATHS

/** A line drawing in the colour of the text beside it; it says nothing a reader's tree would miss. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
