-- The days that there are, and whether ticks are coming.
SELECT to_json({'today': $today, 'isRecording': $newest::BIGINT > $now::BIGINT - 10000, 'redis': $redis,
  'dates': list_filter(string_split($dates, ','), lambda d: d <> '')})
