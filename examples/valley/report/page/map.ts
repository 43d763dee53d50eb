import type { ProductName } from '@chorale/core/cf14'
import { markup, none, trusted, type Markup } from '../markup.js'
import type { LandmarkView, StationView } from '../view/station.js'
import { depthOf, edgePath, mapSize, productPoint, smooth, stationPoint } from './terrain.js'

/** The valley as a map: a list of stations with links to what was made there, on a drawing of the way. */
export const mapPart = (stations: readonly StationView[]): Markup => markup`
<section class="map" aria-labelledby="map-name">
<h2 id="map-name">The walk</h2>
<p class="lede">Eleven stations lead from the problem down into the valley and up to its resolution. With each stands what it makes. <span class="wide-only">A line runs from a matrix to every matrix made from it.</span></p>
<div class="land">
${drawing(stations)}
<ol class="stations">
${stations.map((station, i) => stationPart(station, i + 1 < walkedOf(stations)))}
</ol>
</div>
${key}
</section>`

const key = markup`<ul class="key">
<li><svg class="landmark whole" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"/></svg> reached, everything made</li>
<li><svg class="landmark part" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 0 0 14z"/></svg> part of it made</li>
<li><svg class="landmark none" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"/></svg> not reached in this run</li>
<li><span class="swatch derived"></span> resolved by calls</li>
<li><span class="swatch structural"></span> given or copied</li>
</ul>`

const reachedText = { whole: 'everything made', part: 'part of it made', none: 'not reached' } as const

/** How many stations were reached without a gap. */
const walkedOf = (stations: readonly StationView[]): number => {
  const unreached = stations.findIndex(({ reached }) => reached === 'none')
  return unreached < 0 ? stations.length : unreached
}

const stationPart = (
  station: StationView,
  walkedOn: boolean,
): Markup => markup`<li class="station at-${station.number} ${station.reached}">
${leg(station.number, walkedOn ? 'walked' : 'ahead')}<svg class="landmark ${station.reached}" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7"/>${station.reached === 'part' ? trusted('<path d="M10 3a7 7 0 0 0 0 14z"/>') : none}</svg>
<p class="station-name"><span class="number">${station.number}</span> ${station.name}<span class="unseen">, ${reachedText[station.reached]}</span></p>
${station.products.length === 0 ? none : markup`<ul class="chips">${station.products.map(chip)}</ul>`}
</li>
`

const chip = ({ name, formula, origin, standing }: LandmarkView): Markup => {
  const label = markup`<b>${name}</b> <span class="formula">${formula}</span>`
  const kind = `chip place-${name} ${origin} ${standing}`
  return standing === 'absent'
    ? markup`<li class="${kind}" data-matrix="${name}"><span>${label}<span class="unseen">, not made</span></span></li>`
    : markup`<li class="${kind}" data-matrix="${name}"><a href="#${name}">${label}${standing === 'flawed' ? markup`<span class="flaw">incomplete</span>` : none}</a></li>`
}

/** The piece of path that leads from a station to the next where the way runs downwards. */
const leg = (number: number, kind: 'walked' | 'ahead'): Markup => {
  if (number === 11) return none
  const [from, to] = [10 + depthOf(number) * 44, 10 + depthOf(number + 1) * 44]
  return trusted(
    `<svg class="leg" viewBox="0 0 64 100" preserveAspectRatio="none" aria-hidden="true"><path class="${kind}" d="M${from} 0C${from} 50 ${to} 50 ${to} 100"/></svg>`,
  )
}

const drawing = (stations: readonly StationView[]): Markup => {
  const { width, height } = mapSize
  const points = stations.map(({ number }) => stationPoint(number))
  const walked = points.slice(0, walkedOf(stations))
  const trail = smooth([{ x: 0, y: 52 }, ...points, { x: width, y: 52 }])
  const ahead = smooth(points.slice(Math.max(0, walked.length - 1)))
  return trusted(`<svg class="drawing" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">
<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M1 1L6.5 4L1 7"/></marker></defs>
<path class="earth" d="${trail}V${height}H0Z"/>
<path class="hachures" d="${hachures(points)}"/>
<path class="ahead" d="${ahead}"/>
<path class="walked" d="${smooth(walked)}"/>
${stakes(stations)}
${edges(stations)}
</svg>`)
}

/** Short strokes below the ground, longer where it falls or rises more steeply. */
const hachures = (points: readonly { readonly x: number; readonly y: number }[]): string =>
  points
    .slice(1)
    .flatMap((to, i) => {
      const from = points[i] ?? to
      const steep = Math.abs(to.y - from.y)
      return [0.2, 0.35, 0.5, 0.65, 0.8].map((t, n) => {
        const [x, y] = [from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t]
        return `M${x.toFixed(1)} ${(y + 7).toFixed(1)}v${(4 + steep / 6 + (n % 2) * 3).toFixed(1)}`
      })
    })
    .join('')

const stakes = (stations: readonly StationView[]): string =>
  stations
    .map(({ number }) => stationPoint(number))
    .map(({ x, y }) => `<path class="stake" d="M${x} ${y - 8}v-14"/>`)
    .join('')

const edges = (stations: readonly StationView[]): string => {
  const all = stations.flatMap((station) =>
    station.products.map((product) => ({ ...product, station: station.number })),
  )
  const stationOf = (name: ProductName): number => all.find((product) => product.name === name)?.station ?? 1
  const made = (name: ProductName): boolean =>
    all.some((product) => product.name === name && product.standing !== 'absent')
  return all
    .flatMap(({ name: to, madeFrom }) => madeFrom.map((from) => ({ from, to })))
    .map((link) => {
      const kind = made(link.from) && made(link.to) ? 'edge' : 'edge absent'
      return `<path class="${kind}" data-from="${link.from}" data-to="${link.to}" d="${edgePath(link, stationOf)}" marker-end="url(#tip)"/>`
    })
    .join('\n')
}

/** Where everything stands on the wide map, and how far each station is set in on the narrow one. */
export const mapPlaces = (stations: readonly StationView[]): string => {
  const wide = stations.flatMap(({ number, products }) => {
    const { x, y } = stationPoint(number)
    return [
      `.at-${number} .landmark{left:${x}px;top:${y}px}`,
      `.at-${number} .station-name{left:${x}px;bottom:${mapSize.height - y + 24}px}`,
      ...products.map(({ name }) => {
        const point = productPoint(name, number)
        return `.place-${name}{left:${point.x}px;top:${point.y}px}`
      }),
    ]
  })
  const narrow = stations.map(({ number }) => `.at-${number}{--in:${(depthOf(number) * 44).toFixed(1)}px}`)
  return `${narrow.join('\n')}\n@media (min-width:1220px){\n${wide.join('\n')}\n}`
}
