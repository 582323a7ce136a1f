import '@fontsource-variable/noto-sans/wght.css'
import '@fontsource-variable/noto-sans-sc/wght.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/parts.css'
import './styles/desk.css'
import './styles/dossier.css'
import './styles/ladder.css'
import './styles/safeguards.css'
import './styles/form.css'
import './styles/played.css'
import './styles/instruments.css'
import './styles/meetings.css'
import './styles/directory.css'
import './styles/review.css'
import './styles/register.css'
import './styles/way.css'
import './styles/operation.css'
import './styles/print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Root } from './app.tsx'

const page = document.getElementById('page')
if (!page) throw new Error('no page')
createRoot(page).render(
  <StrictMode>
    <Root />
  </StrictMode>,
)
