// Dates as zhipi counts them (民法典 §202): a day that a month lacks is its last day, and a birthday
// on 29 February is on the 28th in other years. Dates are "YYYY-MM-DD", which compare as text.

function parts(date) {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function lastDay(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function text(year, month, day) {
  const two = (number) => (number < 10 ? '0' : '') + number;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

export function addMonths(date, months) {
  const [year, month, day] = parts(date);
  const index = year * 12 + (month - 1) + months;
  const to = [Math.floor(index / 12), (index % 12) + 1];
  return text(...to, Math.min(day, lastDay(...to)));
}

export function yearsUntil(date, later) {
  const [year, month, day] = parts(date);
  const laterYear = Number(later.slice(0, 4));
  const birthday = text(laterYear, month, Math.min(day, lastDay(laterYear, month)));
  return laterYear - year - (later < birthday ? 1 : 0);
}
