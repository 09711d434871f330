package seed

import "strings"

// verse is four lines of one language, with translation and romanisation
// where the language has them.
type verse struct{ text, trans, roman [4]string }

// verses are the stanzas of the songs by language, written for this
// catalogue. A block is a stanza; a line is text | translation | romanisation.
var verses = map[string][]verse{
	"zh": stanzas(`
末班车以后 街灯替我说话
风翻过日历 停在没拆的信封
我把零钱和心事 放进同一个口袋
走到下一站 天就快要亮了

便利店的月亮 比天上的暖一点
热牛奶的雾气 写了又擦掉
你说远方很远 其实只隔一场雨
伞下多出来的位置 留给回声

海风吹过旧车站 带走半句再见
潮水一遍遍 数着没回来的船
我学会了在夜里 把灯留给窗
也学会了在白天 不问归期

山路弯弯绕过 外婆的晒谷场
稻草人戴着草帽 守着一整个夏天
我骑着单车 追一朵云的影子
追到河边 才想起回家

写到一半的歌 停在第三行
墨水慢慢干了 窗外开始下雪
如果你恰好 也在这个时候醒着
就当是我 替你唱完

青石板上落了雨 谁在桥头收伞
一盏茶凉了 故事刚说到从前
江南的巷子太长 走不完一生
只好把名字 刻在风里面

不要怕 天总会亮在你眼前
再远的路 也从一步开始
我们都曾经 是夜里赶路的人
提一盏小灯 照见彼此的脸

霓虹落进水洼 碎成一百个城市
电波里有人 轻声念着你的名字
信号满格的夜 想念却没有声音
我在频道之间 等一句晚安

把耳机分你一半 左边是夏天
右边是还没说出口的 那一句
橘子汽水的气泡 一颗一颗醒来
像我们藏不住的 小小心愿

那年的雪很慢 慢过一封旧信
我在原地 学着和时间和解
若有一天 你路过这扇窗
请记得春天 是从这里开始`),
	"ja": stanzas(`
雨の音だけが 部屋に満ちていく | 只有雨声 渐渐填满房间 | ame no oto dake ga heya ni michite iku
ページの隅に きみの名前を書いた | 在书页的一角 写下你的名字 | peeji no sumi ni kimi no namae o kaita
窓の向こうで 誰かが傘をひらく | 窗的那边 有人撑开了伞 | mado no mukou de dareka ga kasa o hiraku
静かな午後が そっと動きだす | 安静的午后 悄悄开始流动 | shizuka na gogo ga sotto ugokidasu

自転車のベルが 坂道をくだる | 自行车的铃声 滑下坡道 | jitensha no beru ga sakamichi o kudaru
夏はまだ 制服の袖の中 | 夏天还藏在 制服的袖口里 | natsu wa mada seifuku no sode no naka
言えないままの 言葉がひとつ | 有一句话 一直没能说出口 | ienai mama no kotoba ga hitotsu
風になって 空へのぼった | 化作风 升上了天空 | kaze ni natte sora e nobotta

遠い灯台が ゆっくりまたたく | 遥远的灯塔 缓缓地闪烁 | tooi toudai ga yukkuri matataku
帰り道は いつも星の下 | 回家的路 总在星空之下 | kaerimichi wa itsumo hoshi no shita
ポケットの中の 小さな貝がら | 口袋里的 小小贝壳 | poketto no naka no chiisana kaigara
耳にあてれば 海がうたう | 贴近耳边 就听见海在歌唱 | mimi ni atereba umi ga utau

さよならは まだ練習のとちゅう | 再见 还在练习的途中 | sayonara wa mada renshuu no tochuu
上手に笑えたら ほめてほしい | 如果笑得好 请夸夸我 | jouzu ni waraetara homete hoshii
春が来るたび 思い出すだろう | 每当春天到来 我都会想起吧 | haru ga kuru tabi omoidasu darou
きみと歩いた 水たまりの空 | 与你走过的 水洼里的天空 | kimi to aruita mizutamari no sora

走れ 走れ まだ間に合うから | 跑吧 跑吧 现在还来得及 | hashire hashire mada maniau kara
朝日より先に きみに会いたい | 想赶在朝阳之前 见到你 | asahi yori saki ni kimi ni aitai
転んだ数だけ 空は近くなる | 跌倒几次 天空就近几分 | koronda kazu dake sora wa chikaku naru
明日の色は ぼくらが決める | 明天的颜色 由我们决定 | ashita no iro wa bokura ga kimeru`),
	"en": stanzas(`
There's a light in the kitchen, it's a quarter to four | 厨房亮着一盏灯 三点三刻
And the kettle is humming what it hummed before | 水壶哼着从前哼过的调子
I left you a letter on the back of a map | 我在地图背面 给你留了信
With the road folded under like a cat in a lap | 路被折好 像猫蜷在膝上

The ferry leaves at nine and the water is slow | 渡船九点开 水流得很慢
The gulls know the way that we don't seem to know | 海鸥认得我们不认得的路
So hold on to the railing, hold on to my hand | 扶住栏杆 握住我的手
We'll be early for winter, we'll be late for the land | 我们会早到冬天 晚到岸边

Borrow my umbrella, it's a hundred years old | 借你我的伞 它有一百岁了
It has stood in the stairwell, it has slept in the cold | 它在楼道站过 在寒夜睡过
And if it won't open, then we'll stand in the rain | 若是撑不开 就一起站在雨里
And I'll learn how to say it, and I'll say it again | 我会学着说出口 再说一遍

Small lights, small lights, on the far side of town | 小小的灯 在城的另一边
Someone is climbing while the snow's coming down | 有人在爬坡 雪正落下
Small lights, small lights, leave one on for me | 小小的灯 请为我留一盏
I'm a hill and a half from where I want to be | 离想去的地方 还有一座半山

Oh, the bees are asleep in the cedar and salt | 蜜蜂睡在雪松与盐里
And the garden is nobody's, nobody's fault | 花园荒了 也不怪任何人
I'll be home before April, I'll be home before long | 四月之前我会回来 很快就会
With the mud on my shoes and the rest of the song | 鞋上带着泥 和剩下的半首歌`),
	"ko": stanzas(`
밤을 걷다 보면 달도 따라와 | 走在夜里 月亮也跟了过来 | bameul geotda bomyeon daldo ttarawa
골목 끝 작은 빵집 불이 켜지고 | 巷尾的小面包店 亮起了灯 | golmok kkeut jageun ppangjip buri kyeojigo
네가 두고 간 우산 하나 | 你留下的 一把伞 | nega dugo gan usan hana
아직도 문 옆에 서 있어 | 至今还站在门边 | ajikdo mun yeope seo isseo

느린 편지가 오늘 도착했어 | 慢信在今天 终于抵达 | neurin pyeonjiga oneul dochakhaesseo
여름은 서랍 속에 잠들었고 | 夏天在抽屉里 睡着了 | yeoreumeun seorap soge jamdeureotgo
창문을 열면 바람의 주소 | 推开窗 就是风的地址 | changmuneul yeolmyeon baramui juso
거기에 너의 이름이 있어 | 那里有 你的名字 | geogie neoui ireumi isseo

새벽 세 시의 라디오처럼 | 像凌晨三点的电台 | saebyeok se siui radiocheoreom
조용히 너를 불러 본다 | 轻轻地 唤一声你 | joyonghi neoreul bulleo bonda
첫눈이 온다는 예보가 있어 | 预报说 初雪要来 | cheonnuni ondaneun yeboga isseo
이번엔 내가 먼저 걸을게 | 这一次 由我先走向你 | ibeonen naega meonjeo georeulge`),
}

func stanzas(block string) []verse {
	var out []verse
	for _, part := range strings.Split(strings.TrimSpace(block), "\n\n") {
		var v verse
		for i, line := range strings.Split(part, "\n") {
			fields := strings.Split(line, " | ")
			v.text[i] = fields[0]
			if len(fields) > 1 {
				v.trans[i] = fields[1]
			}
			if len(fields) > 2 {
				v.roman[i] = fields[2]
			}
		}
		out = append(out, v)
	}
	return out
}
