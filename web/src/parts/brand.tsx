/** Two papers held against each other at the line between them. */
export function Brand({ size = 22 }: { size?: number }) {
  return (
    <svg className="brand-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M14.4 5H8a3 3 0 0 0-3 3v16a3 3 0 0 0 3 3h6.400z" fill="var(--ours)" />
      <path d="M17.6 5H24a3 3 0 0 1 3 3v16a3 3 0 0 1-3 3h-6.400z" fill="var(--theirs)" />
      <path d="M11 12h10M11 20h10" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  )
}
