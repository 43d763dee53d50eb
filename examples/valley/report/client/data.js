/**
 * The cells that the page was written with, each with its lineage. Contents are untrusted texts: they are only ever written with
 * `textContent` (see dom.js).
 *
 * @typedef {import('../view/cell.js').CellView} CellView
 * @typedef {import('../view/call.js').CallView} CallView
 * @typedef {{ name: string, station: number, stationName: string, origin: string, formula: string, way: string, cells: CellView[] }} MatrixData
 * @typedef {{ cell: CellView, matrix: MatrixData }} Place
 */

/** @returns {MatrixData[]} */
const readMatrices = () => JSON.parse(document.getElementById('report-data')?.textContent ?? '[]')

/** Every cell by its key, e.g. `C/0,1`, in the order of the valley.
 * @type {ReadonlyMap<string, Place>} */
const places = new Map(readMatrices().flatMap((matrix) => matrix.cells.map((cell) => [cell.key, { cell, matrix }])))
