"""Names of months, as dates have them: in the nominative and the genitive, whole and shortened."""

MONTHS = """
1 jan january januar jaenner janner janvier enero ene janeiro gennaio gen januari stycznia
1 styczen ledna leden tammikuuta tammikuu января январь січня ocak január ianuarie
2 feb february februar fevrier fev febrero fevereiro febbraio februari fevr lutego luty února
2 únor helmikuuta helmikuu февраля лютого şubat február februarie
3 mar march maerz marz mrz mars marzo marco maart marca marzec března březen maaliskuuta
3 maaliskuu марта березня mart március martie marts maret
4 apr april avril avr abril abr aprile kwietnia kwiecień dubna duben huhtikuuta huhtikuu
4 апреля квітня nisan április aprilie
5 may mai mayo maio maggio mag mei maj maja května květen toukokuuta toukokuu мая травня mayıs
5 május
6 jun june juni juin junio junho giugno giu czerwca czerwiec června červen kesäkuuta kesäkuu
6 июня червня haziran június iunie
7 jul july juli juillet juil julio julho luglio lug lipca lipiec července červenec heinäkuuta
7 heinäkuu июля липня temmuz július iulie
8 aug august aout agosto ago augustus augusti sierpnia sierpień srpna srpen elokuuta elokuu
8 августа серпня ağustos augusztus agustus
9 sep sept september septembre septiembre setembro settembre set września wrzesień září
9 syyskuuta syyskuu сентября вересня eylül szeptember septembrie
10 oct october oktober okt octobre octubre outubro ottobre out ott października październik
10 října říjen lokakuuta lokakuu октября жовтня ekim október octombrie
11 nov november novembre noviembre novembro listopada listopad listopadu marraskuuta marraskuu
11 ноября листопада kasım noiembrie
12 dec december dezember dez decembre diciembre dic dezembro dicembre desember grudnia
12 grudzień prosince prosinec joulukuuta joulukuu декабря грудня aralık decembrie
"""
"""Lines of a number and names. ``listopad`` is November, as in Czech and Polish."""

THAI_MONTHS = """
1 มกราคม
2 กุมภาพันธ์
3 มีนาคม
4 เมษายน
5 พฤษภาคม
6 มิถุนายน
7 กรกฎาคม
8 สิงหาคม
9 กันยายน
10 ตุลาคม
11 พฤศจิกายน
12 ธันวาคม
"""
"""The same in Thai, whose vowels are no letters of words to a regular expression."""
