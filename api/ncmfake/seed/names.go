package seed

import "strings"

// artists of the catalogue proper; every one has three albums of ten songs.
var artists = []Artist{
	{ID: 12001, Name: "林汐", Initial: "L", Kind: 2, Alias: []string{"Lin Xi"}, lang: "zh", sound: []int{1, 5}, Brief: "歌手、词曲作者。在海边小城长大，喜欢写夜车、便利店和没有说完的话。"},
	{ID: 12002, Name: "顾南舟", Initial: "G", Kind: 1, lang: "zh", sound: []int{11, 2}, Brief: "民谣歌手，一把木吉他走过许多县城。"},
	{ID: 12003, Name: "青瓷乐队", Initial: "Q", Kind: 3, Trans: "Celadon", lang: "zh", sound: []int{9, 11}, Brief: "五人乐队，2014 年成立于景德镇的一间旧厂房。"},
	{ID: 12004, Name: "苏见月", Initial: "S", Kind: 2, Alias: []string{"见月", "Su Jianyue"}, lang: "zh", sound: []int{2, 10}, Brief: "古风歌者，擅长以筝入歌。"},
	{ID: 12005, Name: "白夜电台", Initial: "B", Kind: 3, Trans: "White Night Radio", lang: "zh", sound: []int{9, 4}, Brief: "电子组合，每张专辑都是一个虚构的电台频率。"},
	{ID: 12006, Name: "朝霧アオイ", Initial: "A", Kind: 2, Trans: "朝雾葵", Alias: []string{"Asagiri Aoi"}, lang: "ja", sound: []int{5, 10}, Brief: "シンガーソングライター。雨の日の歌が多い。"},
	{ID: 12007, Name: "ハルノート", Initial: "H", Kind: 3, Trans: "春之笔记", lang: "ja", sound: []int{4, 6}, Brief: "四人組のポップバンド。"},
	{ID: 12008, Name: "Paper Lanterns", Initial: "P", Kind: 3, Trans: "纸灯笼", lang: "en", sound: []int{11, 1}, Brief: "An indie folk trio who record in kitchens and stairwells."},
	{ID: 12009, Name: "Nora Wynne", Initial: "N", Kind: 2, Trans: "诺拉·温", lang: "en", sound: []int{6, 5}, Brief: "Singer and pianist; sambas for rainy towns."},
	{ID: 12010, Name: "서하윤", Initial: "#", Kind: 2, Trans: "徐夏润", Alias: []string{"Seo Hayun"}, lang: "ko", sound: []int{1, 9}, Brief: "싱어송라이터. 밤 산책을 좋아한다."},
	{ID: 12011, Name: "十二弦室内乐团", Initial: "S", Kind: 3, Trans: "Twelve Strings Ensemble", sound: []int{7, 8, 0}, Brief: "室内乐团，专注当代作曲。"},
	{ID: 12012, Name: "陆知行", Initial: "L", Kind: 1, Alias: []string{"Lu Zhixing"}, sound: []int{5, 3, 0}, Brief: "钢琴与合成器演奏者。"},
}

// albumNames has three names an artist, in the order of artists.
var albumNames = strings.Split(`末班车以后|便利店的月亮|夜航日记
南方有长河|旧城信札|山那边的集市
釉色|窑变|开片
见月集|十二时辰|长安一片月
87.9 MHz|失眠者名单|黎明前最后一首
雨の図書館|青いノート|朝霧
はじめての春|放課後ロケット|グッドモーニング、ぼくら
Kitchen Recordings|The Long Way to the Lake|Small Lights
Rain Samba|Letters from Platform Nine|Blue Hour
밤 산책|서랍 속의 여름|새벽 세 시의 라디오
十二月组曲|复调的季节|慢板
无人的琴房|云的形状|雪落无声`, "\n")

// Titles by language. Each artist takes his share in order; the third album is
// filled with live, demo and other versions where the titles run out.
var titles = map[string][]string{
	"zh": words(`
海风吹过第七站|便利店的月亮|把晚安留给明天|没有名字的星期三|倒数第二排|阳台上的鲸鱼|晴天娃娃失眠了|末班车以后|向南的窗|写到一半的信
雨停之前|你说的那座岛|零点的热牛奶|街灯替我说|候鸟电话亭|一封迟到的回信|借一场雪|橘子汽水|旧耳机|秋天从左边来
南方有长河|石桥巷口|一碗面的黄昏|赶集|父亲的收音机|木船与少年|稻草人的口哨|北上的绿皮车|茶马道上|老屋
山那边的集市|晒谷场的星星|打铁的人|二十四节气歌|归途有雨|渡口|酒酿|候车室|写给河流|把故乡装进口袋
釉色|窑火|碎瓷|一千三百度|逆光奔跑|工厂的最后一夜|青色警报|我们没有输|红砖楼|铁轨花园
开片|雷雨进行曲|玻璃心脏|给明天的宣言|沉默的喇叭|城市边缘|不肯落地的纸飞机|夏夜暴走|回声谷|再响一点
见月|一纸山河|青衣未改|灯下白头人|长亭外听雨|画舫听秋|折柳词|锦书难寄|关山雪|半盏清茶
十二时辰|子夜歌行|梅花落时|江南旧雨|提灯过桥|鹤归处|铜镜|望江楼头|胭脂扣子|一枕松风
87.9 MHz|失眠者名单|霓虹雨衣|磁带 B 面|数字海岸|夜间飞行许可|无人驾驶|像素恋人|电波来信|重启黎明
合成的心跳|地铁尽头是海|低电量浪漫|云端备忘录|错频|凌晨四点的高架桥|信号满格|宇宙便当|回到一九九九|黎明前最后一首`),
	"ja": words(`
雨の図書館|水たまりの空|透明な傘|七月のプラットホーム|ことばの標本|夜明けのミルクティー|遠い灯台|手紙を書くよ|紫陽花の約束|さよならの練習
青いノート|風見鶏のワルツ|星屑の帰り道|金魚の見る夢|冬の観覧車|ひとりぶんの朝|影ふみ|窓辺のレモン|海の見える教室|またねの温度
はじめての春|放課後ロケット|シュワシュワ|自転車で行こう|消しゴムの恋|となりのクラス|バスを待つあいだ|夏休み三日前|屋上天文部|チョークの粉
ラムネ色の午後|走れ、ぼくら|卒業写真のうしろ|おはようの魔法|コンビニまでの大冒険|雲をつかまえて|明日は晴れるかな|きみの自転車のベル|花火の残り香|グッドモーニング`),
	"en": words(`
Kitchen Light|Half a Moon of Bread|The Ferry Leaves at Nine|Stairwell Song|Two Coats in the Hall|Woodsmoke|Lanterns on the Water|Borrowed Umbrella|Old Maps|Sunday, Slowly
The Long Way to the Lake|Rowboat|Cedar and Salt|A Letter You Can Keep|Winter Bees|Under the Blue Bridge|Good Morning, Stranger|Small Lights|Hundred-Year Rain|Home Before the Snow
Rain Samba|Postcard from Platform Nine|Coffee for the Moon|Slow Elevator|The Last Umbrella in Town|Paper Boats|Velvet Tuesday|Say It Sideways|Blue Hour|Lemon Tree Lane
Window Seat|Tomorrow's Piano|Lost Gloves|The Lighthouse Keeper's Waltz|Quiet Machines|Cinnamon|Almost Spring|Seven Kinds of Grey|Tea at Midnight|Leave a Light On`),
	"ko": words(`
밤 산책|서랍 속의 여름|창문을 여는 법|느린 편지|골목 끝 빵집|우산 하나 둘|네 시의 버스|종이 달|오래된 노래처럼|안녕, 나의 봄
새벽 세 시의 라디오|물빛 편지|별자리 지도|겨울 정류장|첫눈 예보|파란 지붕|조용한 고백|바람의 주소|마지막 페이지|달이 지는 쪽으로`),
	"": words(`
第一乐章：晨雾|第二乐章：风车|第三乐章：远足|第四乐章：归巢|卡农，为三把提琴|木琴的数学|雨滴与钟摆|十二月圆舞曲|钟楼|旋转木马的独白
复调的季节|螺旋楼梯|慢板，写给冬天|镜中练习曲|圆规|纸上的湖|七拍子的下午|弦上微光|谐波|终曲：灯火
无人的琴房|云的形状|雪落无声|练习曲 No.3「水」|练习曲 No.7「苔」|凌晨的极光|浅睡|八音盒里的小镇|一个人的四手联弹|漂流瓶
Slow Orbit|月球背面|旧照片|窗外的松鼠|给猫的小夜曲|深海呼吸|Drift|长长的走廊|晨光里的灰尘|归零`),
}

// translations of some titles, by title.
var translations = map[string]string{
	"雨の図書館": "雨中的图书馆", "透明な傘": "透明的伞", "さよならの練習": "练习说再见", "青いノート": "蓝色笔记本", "星屑の帰り道": "星屑归途",
	"冬の観覧車": "冬日摩天轮", "はじめての春": "最初的春天", "放課後ロケット": "放学后的火箭", "花火の残り香": "烟花余香", "海の見える教室": "看得见海的教室",
	"밤 산책": "夜间散步", "서랍 속의 여름": "抽屉里的夏天", "느린 편지": "慢信", "종이 달": "纸月亮", "첫눈 예보": "初雪预报",
	"The Long Way to the Lake": "去湖边的远路", "Small Lights": "微光", "Rain Samba": "雨中桑巴", "Blue Hour": "蓝调时刻", "Slow Orbit": "缓慢的轨道",
}

// aliases of some titles, by title.
var aliases = map[string][]string{
	"末班车以后": {"微电影《第七站》主题曲"}, "釉色": {"Glaze"}, "见月": {"游戏《十二时辰》片尾曲", "见月集 序"}, "走れ、ぼくら": {"TVアニメ「放課後ロケット」OPテーマ"},
	"87.9 MHz": {"电台开场曲"}, "青衣未改": {"戏腔版"}, "钟楼": {"The Bell Tower"},
}

// words splits a block of titles.
func words(block string) []string {
	return strings.Split(strings.ReplaceAll(strings.TrimSpace(block), "\n", "|"), "|")
}

// versions name what fills an album when new titles run out.
var versions = []string{" (Live)", "（伴奏）", " (Demo)", "（钢琴版）", " (Acoustic Ver.)", "（未插电）", " (Remix)", "（童声版）", " (Radio Edit)", "（重制）"}

const longTitle = "写给二十年后在旧书店门口躲雨的那个人的一封没有寄出的长信，附一张褪色的车票、半页歌词和所有来不及说的话（Demo，冬夜录于阁楼，未修音，请戴耳机听）"

// hostile names carry what a terminal must never get to see: OSC 0, 8, 52,
// CSI, a carriage return, BEL, C1, bidi overrides, joiners, a variation
// selector and a heap of combining marks.
var hostile = struct {
	title, alias, artist, album string
}{
	title:  "终端测试 \x1b]0;pwned\x07\x1b]52;c;cHduZWQ=\x07\x1b[2J\x1b[31m红\x1b[0m\r覆盖 \u202e倒着写\u202c 零\u200b宽\u200d度\ufeff \u009b31m☺\ufe0f Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034fal\u0334go",
	alias:  "\x1b]8;;http://example.invalid\x1b\\链接\x1b]8;;\x1b\\\n第二行\t制表",
	artist: "恶\u0007意\u2066歌\u2069手\x00",
	album:  "\x1bP+q544e\x1b\\\x1b_Gi=1;\x1b\\专辑",
}
