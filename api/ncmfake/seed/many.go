package seed

import (
	"strings"

	"ncmtui/api/ncmfake/signature"
)

// The ids of what belongs to the ten thousand songs.
const (
	generatedAlbums  int64 = 250_000_000
	generatedArtists int64 = 51_000_000
)

var (
	firstHalf = strings.Fields(`遥远的 温柔的 迟到的 透明的 沉默的 发光的 失眠的 漂流的 褪色的 安静的 春天的 夏夜的 秋分的 冬至的 凌晨的
		黄昏的 南方的 北方的 海边的 山谷的 雨中的 雪后的 风里的 月下的 云上的 旧日的 明天的 最后的 第一次的 没有人的
		纸上的 梦里的 镜中的 水底的 屋顶的 街角的 车窗外的 抽屉里的 口袋里的 信封里的 半透明的 慢半拍的 逆时针的 不回头的 未完成的
		两个人的 一整年的 三分钟的 七点钟的 十七岁的`)
	secondHalf = strings.Fields(`灯塔 信号 候鸟 诗集 雨季 码头 收音机 汽水 风筝 指南针 车票 贝壳 萤火虫 钢琴 邮局
		书店 站台 星图 潮汐 玻璃 影子 回声 橘子 单车 月光 长椅 口哨 玫瑰 麦田 旋转门
		雪人 天台 毛衣 唱片 电影 日记 夜航 早餐 花园 海盐 梧桐 铃铛 剧场 小镇 温度
		秘密 地图 窗帘 琥珀 约定`)
	thirdPart   = []string{"", "（现场版）", " II", " feat. 远方"}
	manyArtists = strings.Fields(`江见 沈未眠 周一半 鹿与麦田 陈拾光 南屿 温野 许南星 纸船计划 二楼的猫 方一舟 宋青禾 夏至以北 林深见鹿鸣 老唐与琴
		云山客 何以归 半糖少年 海盐汽水 阿木 橙色警报 周末博物馆 程远 北回归线乐团 叶小满 江湖夜雨声 木子李 柳下客 晚风快递 沉香
		星野ミナト 春日ノリ 小川しずく River&Co Elm 이서준 김나래 Mellow Tape 群岛信使 无名合唱团`)
)

// makeSong gives song n of the ten thousand; no two have the same name.
func makeSong(n int) Song {
	id := signature.Base + generated + int64(n)
	album := n / 10
	artist := generatedArtists + int64(album%len(manyArtists))
	return Song{
		ID: id, Name: firstHalf[n%50] + secondHalf[n/50%50] + thirdPart[n/2500], Artists: []int64{artist},
		Album: generatedAlbums + int64(album), Number: n%10 + 1, Pop: 5 + pick(id, "pop", 90), Lang: "zh",
		Sound: soundOf(id, everyPiece),
	}
}

var everyPiece = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}

func makeAlbum(n int) Album {
	a := Album{
		ID: generatedAlbums + int64(n), Name: firstHalf[n*7%50] + secondHalf[(n/50*3+n)%50], Artist: generatedArtists + int64(n%len(manyArtists)),
		Company: "独立发行", Kind: "专辑", Published: day(2010+n%15, 1+n%12, 1+n%28),
	}
	for k := range 10 {
		a.Songs = append(a.Songs, signature.Base+generated+int64(n*10+k))
	}
	return a
}

// What is told of the many artists, in their order: the letters their names
// begin with, who they are (as Artist.Kind), and the languages that are not
// Chinese.
const (
	manyInitials = "JSZLCNWXZEFSXLLYHBHACZCBYJMLWCXCXRE##MTQW"
	manyKinds    = "21233312332233331332333112121331222311333"
)

var manyLangs = map[int]string{30: "ja", 31: "ja", 32: "ja", 33: "en", 34: "en", 35: "ko", 36: "ko", 37: "en", 38: "en"}

func makeArtist(n int) Artist {
	a := Artist{
		ID: generatedArtists + int64(n), Name: manyArtists[n], Brief: "独立音乐人。", lang: "zh",
		Initial: manyInitials[n : n+1], Kind: int(manyKinds[n] - '0'),
	}
	if l, ok := manyLangs[n]; ok {
		a.lang = l
	}
	return a
}
